using System.Xml.Linq;
using Gravity.Core.Estimation;
using Gravity.Core.Studies;
using Gravity.Core.Wording;

namespace Gravity.Reporting.Html;

/// <summary>The warnings of a study by kind: what the kind means, what to do, and what was seen in which model.</summary>
internal sealed class WarningList(StudyResult study, Words words)
{
    /// <summary>One entry a kind.</summary>
    public XElement Element() => new(
        "dl", new XAttribute("class", "warnings"), study.Warnings.GroupBy(w => w.Code).SelectMany(kind => Entries(kind.Key, [.. kind])));

    private IEnumerable<XElement> Entries(string code, IReadOnlyList<StudyWarning> warnings)
    {
        WarningKind? kind = WarningCatalog.Find(code);
        string[] models = [.. warnings.Select(w => w.Source).Distinct()];
        yield return new XElement("dt", HtmlMarkup.Clean(words.List(models)), " ", new XElement("code", code));
        if (kind is not null) yield return new XElement("dd", ReportAbstract.Join(words, [words.Sentence(kind.MeaningIn(words)), words.Sentence(kind.RemedyIn(words))]));
        foreach (IGrouping<string, StudyWarning> same in warnings.GroupBy(w => w.MessageIn(words)))
        {
            string where = words.List([.. same.Select(w => w.Source).Distinct()]);
            yield return new XElement("dd", kind is null ? null : new XAttribute("class", "where"), HtmlMarkup.Clean(where + words["html.colon"] + words.Sentence(same.Key)));
        }
    }
}
