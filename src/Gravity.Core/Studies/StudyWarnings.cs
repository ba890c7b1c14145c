using Gravity.Core.Potential;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>Collects what the parts of a study have to say, each sentence once.</summary>
internal static class StudyWarnings
{
    public static IReadOnlyList<StudyWarning> Of(
        StudyPlan plan, IReadOnlyList<NamedFit> models, IReadOnlyList<NamedFit> robustness, PotentialResult? potential)
    {
        var warnings = new List<StudyWarning>();
        void Add(string source, string code, Phrase message)
        {
            var warning = new StudyWarning(source, code, message);
            if (!warnings.Contains(warning))
                warnings.Add(warning);
        }

        foreach (Phrase notice in plan.Panel.NoticePhrases)
            Add("data", "notice", notice);
        foreach (NamedFit fit in models.Concat(robustness))
        {
            foreach (Phrase notice in fit.Fit.Design.NoticePhrases)
                Add(fit.Name, "notice", notice);
            foreach (Estimation.FitWarning warning in fit.Result.Warnings)
                Add(fit.Name, warning.Code, warning.MessagePhrase ?? Phrase.Verbatim(warning.Message));
        }
        foreach (Estimation.FitWarning warning in potential?.Warnings ?? [])
            Add("potential", warning.Code, warning.MessagePhrase ?? Phrase.Verbatim(warning.Message));
        return warnings;
    }
}
