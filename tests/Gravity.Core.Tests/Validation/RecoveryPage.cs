using System.Globalization;
using System.Text;

namespace Gravity.Core.Tests.Validation;

/// <summary>docs/recovery.md of a record.</summary>
internal static class RecoveryPage
{
    public static string Of(IReadOnlyList<RecoveryRecord> records)
    {
        var page = new StringBuilder();
        page.Append(Head);
        page.Append("| design | estimator | rows | converged | at a boundary | not, with a warning | without | slopes | ln σ_u² | slopes' bias | ranks |\n");
        page.Append("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        foreach (RecoveryRecord r in records.Where(r => r.Factor == 1))
        {
            page.Append(CultureInfo.InvariantCulture, $"| {r.Design} | {r.Estimator} | {r.Rows.ToString("N0", CultureInfo.InvariantCulture)} | {r.Converged} | {r.Boundary} | {r.Explained} | {r.Unexplained} | ");
            page.Append(string.Join(" | ", Share(r.Slopes), Share(r.Scales), Text(r.SlopeBias, "0.0"), Text(r.RankCorrelation, "0.00"))).Append(" |\n");
        }
        page.Append("\n## Where intervals do not cover at 95 % or slopes are biased, and why\n\n");
        foreach (RecoveryRecord r in records.Where(r => r.Factor == 1 && (r.IsOff || r.IsBiased)))
            page.Append(CultureInfo.InvariantCulture, $"- `{r.Design}`{(Named(r) ? $", {r.Estimator}" : "")}: {RecoveryRemarks.Of(r.Design, r.Estimator) ?? "?"}\n");
        page.Append(CultureInfo.InvariantCulture, $"\n## Outside the range\n\n{Outside}");
        page.Append("| design | σ_u × | samples | converged | at a boundary | not, with a warning | without | warnings |\n|---|--:|--:|--:|--:|--:|--:|---|\n");
        foreach (RecoveryRecord r in records.Where(r => r.Factor != 1).OrderBy(r => r.Design, StringComparer.Ordinal).ThenBy(r => r.Factor))
        {
            page.Append(CultureInfo.InvariantCulture, $"| {r.Design} | {r.Factor} | {r.Replications} | {r.Converged} | {r.Boundary} | {r.Explained} | {r.Unexplained} | ");
            page.Append(string.Join(", ", r.Warnings.Select(w => string.Create(CultureInfo.InvariantCulture, $"`{w.Key}` {w.Value}")))).Append(" |\n");
        }
        return page.ToString();
    }

    private static readonly string Head = string.Create(CultureInfo.InvariantCulture, $$"""
        # Recovery

        Written by one command; do not edit by hand:

            GRAVITY_WRITE_RECOVERY=1 GRAVITY_SLOW=1 dotnet run -c Release --project tests/Gravity.Core.Tests -- -class "*RecoveryDocumentTests"

        With names of designs (a,b) in place of the 1 only their runs are repeated.

        {{RecoveryDocument.Replications}} samples of every built-in design of `gravity simulate` (`--show-design` prints it), seed 1, each drawn from the model itself with σ_u/σ_v between 1 and 3 and
        500 to 5,000 rows, and fitted with default options. A line is `gravity simulate --design DESIGN --replications {{RecoveryDocument.Replications}}`. `recovery.json` holds the same numbers; the tests of
        `.ci/nightly` repeat all of it, those of `.ci/run` the first samples.

        **Converged** counts strict maxima, inside or at a boundary (σ_u = 0, a component or a class without variance). A fit that did not converge is counted under **with a warning** if it
        says why, else under **without**. **Slopes** and **ln σ_u²** are shares of 95 % intervals that hold the truth, over all slopes of the frontier and all scales of inefficiency (persistent, of groups, of classes);
        their simulation error is 1.5 points for one parameter. **Slopes' bias** is the largest mean of estimate − truth among them in units of its own simulation error: beyond ±3 is bias. **Ranks** is the mean rank correlation of the rows'
        efficiencies with the truth.


        """);

    private const string Outside = """
        The designs with every σ_u multiplied by 4, noise drowning in inefficiency, and thirteen of them by 0.2, inefficiency drowning in noise. There the maximum is often at a boundary, or an error is larger than what it
        is of; each fit that did not converge, and each at a boundary, carries the warning that says so.


        """;

    private static bool Named(RecoveryRecord r) => r.Estimator != r.Design;

    private static string Share(Coverage coverage) => coverage.Share is { } share ? (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "";

    private static string Text(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
