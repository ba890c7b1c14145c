using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gravity.Core.Tests.Reference;

namespace Gravity.Core.Tests.Validation;

/// <summary>docs/validation.json, the record of agreement with other software, and docs/validation.md, the same for readers.</summary>
internal static class ValidationDocument
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly Lazy<string> LazyFolder = new(Folder);

    public static string RecordPath => Path.Combine(LazyFolder.Value, "validation.json");

    public static string PagePath => Path.Combine(LazyFolder.Value, "validation.md");

    /// <summary>The committed record; empty before the first one.</summary>
    public static IReadOnlyList<ValidationRecord> Read() =>
        File.Exists(RecordPath) ? JsonSerializer.Deserialize<ValidationRecord[]>(File.ReadAllText(RecordPath), Json)! : [];

    /// <summary>Records of all cases at hand; those of data that are not at hand stand as recorded.</summary>
    public static IReadOnlyList<ValidationRecord> Compute()
    {
        var records = Read().ToDictionary(r => r.Id, StringComparer.Ordinal);
        foreach (ReferenceCase reference in ReferenceFolder.All)
            if (Of(reference) is { } record)
                records[record.Id] = record;
        foreach (string id in GravityComparison.Ids())
            records[id] = GravityComparison.Of(id);
        return [.. records.Values.OrderByDescending(r => r.Committed).ThenBy(r => r.Package, StringComparer.Ordinal)
            .ThenBy(r => r.Data, StringComparer.Ordinal).ThenBy(r => r.Id, StringComparer.Ordinal)];
    }

    /// <summary>The record of a case by its id.</summary>
    public static ValidationRecord? Of(string id) => GravityComparison.Has(id) ? GravityComparison.Of(id) : Of(ReferenceFolder.Find(id));

    public static ValidationRecord? Of(ReferenceCase reference) =>
        RegressionComparison.IsRegression(reference) ? RegressionComparison.Of(reference.Id)
        : PeerPointComparison.Has(reference) ? PeerPointComparison.Of(reference)
        : Comparison.IsFrontier(reference) ? Comparison.Of(reference.Id)
        : null;

    public static void Write(IReadOnlyList<ValidationRecord> records)
    {
        File.WriteAllText(RecordPath, JsonSerializer.Serialize(records, Json).ReplaceLineEndings("\n") + "\n");
        File.WriteAllText(PagePath, Page(records));
    }

    /// <summary>The page of a record.</summary>
    public static string Page(IReadOnlyList<ValidationRecord> records)
    {
        var page = new StringBuilder();
        page.Append(Head);
        page.Append("| package | model | cases | at a maximum | logL | coefficients | errors | efficiency | given points |\n|---|---|--:|--:|--:|--:|--:|--:|--:|\n");
        foreach (IGrouping<(string Package, string Model), ValidationRecord> group in records
            .GroupBy(r => (r.Package, r.Model)).OrderBy(g => g.Key.Package, StringComparer.Ordinal).ThenBy(g => g.Key.Model, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"| {group.Key.Package} | {group.Key.Model} | {group.Count()} | {group.Count(r => r.ComparedWith != "given point")} | ");
            page.Append(string.Join(" | ", new[]
            {
                Worst(group, r => r.LogLikelihoodDigits), Worst(group, r => r.CoefficientDigits), Worst(group, r => r.ErrorDigits),
                Worst(group, r => r.EfficiencyDigits), Worst(group, Given),
            })).Append(" |\n");
        }
        Section(page, "Simulated data (in the repository)", records.Where(r => r.Committed && !GravityComparison.Has(r.Id)));
        Section(page, "Published data sets (not in the repository)", records.Where(r => !r.Committed && !GravityComparison.Has(r.Id)));
        Regressions(page, records.Where(r => GravityComparison.Has(r.Id)));
        page.Append("\n## Where the numbers differ, and why\n\n");
        foreach (IGrouping<string, ValidationRecord> remark in records.Where(r => r.Remark.Length > 0 && r.Model is not ("ols" or "schmidt-sickles-fe" or "schmidt-sickles-re")).GroupBy(r => r.Remark))
            page.Append(CultureInfo.InvariantCulture, $"- {string.Join(", ", remark.Select(r => $"`{r.Id}`"))}: {remark.Key}\n");
        return page.ToString();
    }

    private const string Head = """
        # Agreement with other software

        Written by one command from the stored results of other packages; do not edit by hand:

            GRAVITY_WRITE_VALIDATION=1 GRAVITY_REFERENCE_DATA=/path/to/data dotnet run -c Release --project tests/Gravity.Core.Tests -- -class "*ValidationDocumentTests"

        Every case is fitted from its CSV file by formula and model name, with default options. `validation.json` holds the same numbers;
        a test fails when a case falls below its recorded digits (simulated data always, the others where `GRAVITY_REFERENCE_DATA` names them).

        **Digits** are −log₁₀ of the relative difference, the worst over coefficients or rows, rounded down to a tenth and capped at 10, so that
        the page is the same on every processor. A difference of a coefficient is measured by its standard error where that is larger than the
        coefficient; one of a log-likelihood counts against max(1, |logL|), and 10 also means that ours is higher. A **verified maximum** is
        that of an independently written likelihood, climbed from many starts with Newton steps and errors from its Hessian; it is itself right to about
        1e-8 in the coefficients (checked in 40-digit arithmetic on the first case of FRONTIER 4.1), which is what most entries below 10 show.
        Where there is none, the **package**'s own numbers are compared, and where the likelihood has no known finite maximum both are evaluated at
        the **given point**. "Given points" in the table are log-likelihood, E[exp(−u)|ε], exp(−E[u|ε]), mode, E[u|ε], E[exp(u)|ε] and the ends of the
        95 % interval at the package's own estimates, as far as it prints them.

        Several packages stop early: R frontier is up to 4e-4 (relative) from the maximum it prints. Their own estimates are therefore no measure of
        ours; the column "package" gives the agreement with them all the same.

        Tests of "no inefficiency": the LR statistics agree with R frontier's to four digits (it stops early); its p-values do not when more than one
        parameter drops out. It mixes ¼χ²(q−2) + ½χ²(q−1) + ¼χ²(q); here the convention of Coelli (1995) and FRONTIER is used, ½χ²(q−1) + ½χ²(q),
        whose p-value is up to twice as large. With q = 1 both are ½χ²(1) (2.8392 and 0.04599 in FRONTIER's first example).

        ## Worst digits by package and model


        """;

    private static void Section(StringBuilder page, string title, IEnumerable<ValidationRecord> records)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n");
        page.Append("| case | model | compared with | end of climb | logL | theirs | digits: logL | coefficients | errors | efficiency | package | given point | status |\n");
        page.Append("|---|---|---|---|--:|--:|--:|--:|--:|--:|--:|--:|---|\n");
        foreach (ValidationRecord r in records)
        {
            page.Append(CultureInfo.InvariantCulture, $"| {r.Id} | {r.Model} | {r.ComparedWith} | {r.Termination} | {Number(r.LogLikelihood)} | {Number(r.VerifiedLogLikelihood ?? r.PeerLogLikelihood)} | ");
            page.Append(string.Join(" | ", new[]
            {
                Text(r.LogLikelihoodDigits), Text(r.CoefficientDigits), Text(r.ErrorDigits), Text(r.EfficiencyDigits), Text(r.PeerCoefficientDigits), Text(Given(r)),
            }));
            page.Append(CultureInfo.InvariantCulture, $" | {r.Status} |\n");
        }
    }

    private static void Regressions(StringBuilder page, IEnumerable<ValidationRecord> records)
    {
        page.Append("\n## Gravity regressions\n\n");
        page.Append("Errors: every kind stored (iid, heteroskedastic, clustered one to three ways) under the convention named with it: `fixest`, `fixest-full`, `fixest-none`, `none`; for the guide's tables also\n");
        page.Append("`stata-ppmlhdfe`, whose errors the guide prints. Indefinite multiway matrices are compared before the repair, or with the package's own repair.\n");
        page.Append("`separation_*` agrees where exactly the rows that `ppmlhdfe`'s test set flags as separated are left out; coefficients are fixest's on the other rows. Its sets 03 and 13 have effects alone.\n\n");
        page.Append("| case | model | data | logL | theirs | digits: logL | coefficients | errors | status |\n|---|---|---|--:|--:|--:|--:|--:|---|\n");
        foreach (ValidationRecord r in records)
        {
            page.Append(CultureInfo.InvariantCulture, $"| {r.Id} | {r.Model} | {r.Data} | {Number(r.LogLikelihood)} | {Number(r.PeerLogLikelihood)} | ");
            page.Append(CultureInfo.InvariantCulture, $"{Text(r.LogLikelihoodDigits)} | {Text(r.CoefficientDigits)} | {Text(r.ErrorDigits)} | {r.Status} |\n");
        }
    }

    private static double? Given(ValidationRecord record) =>
        Digits.Worst([.. record.GivenDigits.Values, .. record.GivenLogLikelihoodDigits is { } height ? [height] : Array.Empty<double>()]);

    private static string Worst(IEnumerable<ValidationRecord> records, Func<ValidationRecord, double?> digits) => Text(Digits.Worst(records.Select(digits).OfType<double>()));

    private static string Text(double? digits) => digits?.ToString("0.0", CultureInfo.InvariantCulture) ?? "";

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    /// <summary>docs/ of the checkout in which the tests were built.</summary>
    private static string Folder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Gravity.sln")))
                return Path.Combine(folder.FullName, "docs");
        throw new InvalidOperationException("the tests do not run inside a checkout: Gravity.sln is in no folder above the test assembly");
    }
}
