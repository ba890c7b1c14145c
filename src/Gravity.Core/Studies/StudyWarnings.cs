using Gravity.Core.Potential;

namespace Gravity.Core.Studies;

/// <summary>Collects what the parts of a study have to say, each sentence once.</summary>
internal static class StudyWarnings
{
    public static IReadOnlyList<StudyWarning> Of(
        StudyPlan plan, IReadOnlyList<NamedFit> models, IReadOnlyList<NamedFit> robustness, PotentialResult? potential)
    {
        var warnings = new List<StudyWarning>();
        void Add(string source, string code, string message)
        {
            var warning = new StudyWarning(source, code, message);
            if (!warnings.Contains(warning))
                warnings.Add(warning);
        }

        if (plan.Study.Language != "en")
            Add("study", "language-not-available", $"language '{plan.Study.Language}' is not available in this version; words are English");
        foreach (string notice in plan.Panel.Notices)
            Add("data", "notice", notice);
        foreach (NamedFit fit in models.Concat(robustness))
        {
            foreach (string notice in fit.Fit.Design.Notices)
                Add(fit.Name, "notice", notice);
            foreach (Estimation.FitWarning warning in fit.Result.Warnings)
                Add(fit.Name, warning.Code, warning.Message);
        }
        foreach (Estimation.FitWarning warning in potential?.Warnings ?? [])
            Add("potential", warning.Code, warning.Message);
        return warnings;
    }
}
