using Gravity.Reporting.Studies;
using Gravity.Reporting.Tables;
using Gravity.Reporting.Tests.Studies;

namespace Gravity.Reporting.Tests.Tables;

/// <summary>A second program opens what the writers write.</summary>
public sealed class OfficeConversionTest : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gravity-office-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void LibreOffice_reads_the_workbook_with_its_numbers_and_formats()
    {
        string csv = Convert(new ExcelTableWriter(), "csv:Text - txt - csv (StarCalc):44,34,76", [Samples.Regression()]);
        string[] lines = [.. File.ReadAllLines(csv).SkipWhile(l => !l.StartsWith("\"ln GDP", StringComparison.Ordinal))];
        // As shown: the formats of a spreadsheet print what our own formats print.
        Assert.Equal("\"ln GDP, partner\",0.812***,0.901**,1.046*", Compact(lines[0]));
        Assert.Equal(",(0.041),(0.051),(0.061)", Compact(lines[1]));
        Assert.Equal("ln distance,−1.212,,−10.046", Compact(lines[2]));
        Assert.Equal("Observations,208,208,\"12,208\"", Compact(lines[6]));
        static string Compact(string line) => line.Replace("  ", "", StringComparison.Ordinal).Replace(" \"", "\"", StringComparison.Ordinal).Replace(" ,", ",", StringComparison.Ordinal).TrimEnd();
    }

    [Theory]
    [InlineData("xlsx")]
    [InlineData("docx")]
    public void LibreOffice_prints_the_tables_of_a_study(string format)
    {
        ReportTable[] tables = [.. StudyReport.Of(SampleStudy.Small).Sections.SelectMany(s => s.Tables)];
        string pdf = Convert((ITableFileWriter)TableWriters.Find(format), "pdf", tables);
        Assert.True(new FileInfo(pdf).Length > 20_000);
    }

    private string Convert(ITableFileWriter writer, string target, ReportTable[] tables)
    {
        string? program = InstalledPrograms.Find("soffice");
        if (program is null) Assert.Skip("soffice is not installed");
        File.WriteAllBytes(Path.Combine(folder, "tables" + writer.Extension), Samples.Bytes(writer, tables));
        // A profile of its own: another instance may be running.
        (_, string output) = InstalledPrograms.Run(
            program!, folder, $"-env:UserInstallation=file://{folder.Replace('\\', '/')}/profile", "--headless", "--convert-to", target, "tables" + writer.Extension);
        string result = Path.Combine(folder, "tables." + target.Split(':')[0]);
        Assert.True(File.Exists(result), output);
        return result;
    }
}
