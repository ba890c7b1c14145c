using Gravity.Core.Studies;
using Gravity.Reporting.Studies;
using Gravity.Reporting.Tests.Studies;

namespace Gravity.Reporting.Tests.Html;

/// <summary>Pages of small studies, written once.</summary>
internal static class ReportPages
{
    public const string Hostile = "<script>alert('x')</script> & \"q\" ]]> <img src=x onerror=alert(1)>";

    private static readonly Lazy<string> EnglishPage = new(() => Write(SampleStudy.Small));
    private static readonly Lazy<string> ChinesePage = new(() => Write(SampleStudy.Small with { Language = "zh" }));
    private static readonly Lazy<string> HostilePage = new(() => Write(HostileStudy()));

    public static string English => EnglishPage.Value;

    public static string Chinese => ChinesePage.Value;

    public static string OfHostileNames => HostilePage.Value;

    public static string Of(string kind) => kind switch { "zh" => Chinese, "hostile" => OfHostileNames, _ => English };

    /// <summary>The page as <c>Write</c> leaves it in a folder.</summary>
    public static string Write(StudyResult study, StudyOutput? output = null)
    {
        string folder = Directory.CreateTempSubdirectory("report-page").FullName;
        try
        {
            StudyReport.Of(study).Write(folder, output ?? new StudyOutput("x", ["csv"], []));
            return File.ReadAllText(Path.Combine(folder, "report.html"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Names that would be markup if they were not escaped, and one with a control character.</summary>
    private static StudyResult HostileStudy()
    {
        StudyResult study = SampleStudy.Small;
        var units = study.Labels.Units.ToDictionary(u => u.Key, u => u.Value);
        units["AAA"] = Hostile;
        units["BBB"] = "Be\u0001ta";
        var columns = study.Labels.Columns.ToDictionary(c => c.Key, c => c.Value);
        columns["gdp"] = columns["gdp"] with { Label = "GDP " + Hostile, Source = Hostile };
        return study with
        {
            Title = "Trade " + Hostile,
            Labels = new StudyLabels(units, columns),
            Warnings = [new StudyWarning("ols", "few-clusters", Hostile), new StudyWarning("data", "notice", Hostile)],
        };
    }
}
