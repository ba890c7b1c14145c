using System.Text;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting.Results;
using Gravity.Reporting.Studies;
using Gravity.Reporting.Tables;
using Gravity.Tests.Architecture;

namespace Gravity.Reporting.Tests.Tables;

/// <summary>LaTeX itself reads every table of the shipped study.</summary>
public sealed class LatexCompilationTest : IDisposable
{
    private static readonly Lazy<StudyResult> Shipped = new(() =>
        StudyRunner.Run(StudyFile.Read(Path.Combine(RepositoryFiles.Root, "data", "zhejiang-cee", "study.yaml"))));

    private readonly string folder = Directory.CreateTempSubdirectory("gravity-latex-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("pdflatex")]
    [InlineData("xelatex")]
    public void Every_table_of_the_shipped_study_compiles_and_no_box_is_overfull(string engine)
    {
        string program = Required(engine);
        ReportTable[] tables = [.. StudyReport.Of(Shipped.Value).Tables];
        Assert.True(tables.Length > 25);
        string log = Compile(program, "\\documentclass[10pt,a4paper]{article}\n\\usepackage[margin=2.5cm]{geometry}", tables);
        Assert.DoesNotContain("Overfull", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Float too large", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Missing character", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pdflatex")]
    [InlineData("xelatex")]
    public void Awkward_words_compile(string engine)
    {
        // Chinese needs another engine, and U+FFFD a typeface that has it.
        ReportTable awkward = Samples.Awkward();
        ReportTable latin = new(awkward.Key, awkward.Title, awkward.Columns, [.. awkward.Rows.Where((_, i) => i is not (5 or 7))])
        {
            Notes = awkward.Notes,
            Stars = awkward.Stars,
        };
        Compile(Required(engine), "\\documentclass[10pt,a4paper]{article}\n\\usepackage[margin=2.5cm]{geometry}", [latin, Samples.Regression()]);
    }

    [Fact]
    public void Chinese_tables_compile_with_xelatex()
    {
        string program = Required("xelatex");
        (int code, _) = InstalledPrograms.Run(program, folder, "-interaction=batchmode", "\\documentclass[fontset=fandol]{ctexart}\\begin{document}中\\end{document}");
        if (code != 0) Assert.Skip("ctex or its typefaces are not installed");
        var labels = new ReportLabels { Words = Words.Chinese };
        ReportTable table = CompareTables.Of(
            [new ModelColumn("时不变", Tests.Results.SampleFits.Frontier()), new ModelColumn("边界", Tests.Results.SampleFits.AtBoundary()), new ModelColumn("脊线", Tests.Results.SampleFits.OnRidge())],
            labels, style: RegressionTableStyle.Find("chinese"));
        string log = Compile(program, "\\documentclass[10pt,a4paper,fontset=fandol]{ctexart}\n\\usepackage[margin=2.5cm]{geometry}", [table, Samples.Potential()]);
        Assert.DoesNotContain("Missing character", log, StringComparison.Ordinal);
    }

    private static string Required(string engine)
    {
        string? program = InstalledPrograms.Find(engine);
        if (program is null) Assert.Skip($"{engine} is not installed");
        return program!;
    }

    private string Compile(string program, string preamble, ReportTable[] tables)
    {
        string[] packages = [.. tables.SelectMany(t => new LatexLayout(t).Packages()).Distinct()];
        var document = new StringBuilder($"{preamble}\n\\usepackage{{{string.Join(',', packages)}}}\n\\begin{{document}}\n");
        for (int i = 0; i < tables.Length; i++)
        {
            string name = FormattableString.Invariant($"table{i}.tex");
            File.WriteAllText(Path.Combine(folder, name), new LatexTableWriter().WriteToString(tables[i]));
            document.Append("\\input{").Append(name).Append("}\\clearpage\n");
        }

        File.WriteAllText(Path.Combine(folder, "all.tex"), document.Append("\\end{document}\n").ToString());
        // The widths of tables over several pages settle in the second run.
        string output = "";
        for (int run = 0; run < 2; run++)
        {
            (int code, output) = InstalledPrograms.Run(program, folder, "-interaction=nonstopmode", "-halt-on-error", "all.tex");
            Assert.True(code == 0, output[Math.Max(0, output.IndexOf("\n!", StringComparison.Ordinal))..]);
        }

        return output;
    }
}
