using System.Globalization;
using System.Text;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Html;

/// <summary>How to repeat and to cite a study: the command, and entries for a bibliography.</summary>
internal sealed class ReportCitation(StudyResult study, Words words)
{
    private readonly StudyProvenance provenance = study.Provenance;

    /// <summary>The command that repeats the run.</summary>
    public string Command => string.Create(CultureInfo.InvariantCulture, $"gravity run {Path.GetFileName(study.StudyFile)} --seed {provenance.Seed}");

    private string Version => provenance.Version.Split('+')[0];

    private string? Year => provenance.Started?.ToUniversalTime().Year.ToString(CultureInfo.InvariantCulture);

    private string DataHash => provenance.Data.Count > 0 ? provenance.Data[0].Sha256 : "";

    /// <summary>A sentence for the text of a paper.</summary>
    public string Text() => words.Say(
        Year is null ? "html.cite.text" : "html.cite.text-year", ("title", study.Title), ("version", Version), ("year", Year ?? ""), ("study", Short(provenance.StudySha256)),
        ("data", Short(DataHash)), ("seed", provenance.Seed.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Entries for BibTeX, of the study and of the software.</summary>
    public string BibTeX()
    {
        var entry = new StringBuilder();
        void Field(string name, string value) => entry.Append(CultureInfo.InvariantCulture, $",\n  {name} = {{{value}}}");
        entry.Append(CultureInfo.InvariantCulture, $"@misc{{gravity-study-{Short(provenance.StudySha256)}");
        Field("title", "{" + LatexText.Escape(study.Title) + "}");
        if (Year is not null) Field("year", Year);
        Field("howpublished", $"Computed with Gravity {Version}");
        string hashes = $"study file SHA-256 {provenance.StudySha256}; data SHA-256 {DataHash}";
        Field("note", LatexText.Escape(string.Create(CultureInfo.InvariantCulture, $"{hashes}; seed {provenance.Seed}; command: {Command}")));
        entry.Append("\n}\n\n");
        entry.Append(CultureInfo.InvariantCulture, $"@software{{gravity-{Version}");
        Field("title", "{Gravity}: stochastic frontier gravity models of bilateral trade");
        Field("version", LatexText.Escape(provenance.Version));
        if (Year is not null) Field("year", Year);
        entry.Append("\n}");
        return entry.ToString();
    }

    private static string Short(string hash) => hash.Length > 12 ? hash[..12] : hash;
}
