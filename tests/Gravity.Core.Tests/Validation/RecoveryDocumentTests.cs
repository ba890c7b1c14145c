using System.Globalization;
using Gravity.Core.Simulation;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Validation;

/// <summary>
/// Samples of every model drawn from the model itself: at least 99 % of the fits converge, every other one says why not, and intervals cover or there is a reason. The record of 200 samples is
/// written on request and repeated at night; the first samples are fitted here.
/// </summary>
[Trait("Category", SlowTest.Long)]
public sealed class RecoveryDocumentTests
{
    private const string Switch = "GRAVITY_WRITE_RECOVERY";

    private const string NoRecord = $"there is no record yet: it is made by {Switch}=1 and takes hours";

    /// <summary>Samples that every run of the tests fits, and the nightly one.</summary>
    private static int First => SlowTest.Enabled ? 3 : 1;

    public static TheoryData<string> Designs => [.. SimulationDesigns.Names];

    public static TheoryData<string, double> SlowRuns
    {
        get
        {
            var data = new TheoryData<string, double>();
            if (SlowTest.Rows(Designs).Count < RecoveryDocument.Runs.Count / 4)
                data.Add("every design", 1);
            else
                foreach ((string design, double factor) in RecoveryDocument.Runs)
                    data.Add(design, factor);
            return data;
        }
    }

    [Fact]
    public void The_record_is_written_on_request()
    {
        string? request = Environment.GetEnvironmentVariable(Switch);
        Assert.SkipWhen(string.IsNullOrEmpty(request), $"writes docs/recovery.md and .json when {Switch}=1, or only the runs of the designs it names (a,b)");
        // Of the designs not named, what is on record stays.
        string[] designs = request == "1" ? [.. SimulationDesigns.Names] : request.Split(',');
        Assert.All(designs, name => Assert.Contains(name, SimulationDesigns.Names));
        ILookup<(string, double), RecoveryRecord> kept = RecoveryDocument.Read().ToLookup(r => (r.Design, r.Factor));
        RecoveryDocument.Write([.. RecoveryDocument.Runs.SelectMany(run => designs.Contains(run.Design) ? Full(run.Design, run.Factor) : kept[run])]);
    }

    [Theory]
    [MemberData(nameof(Designs))]
    public void The_first_samples_are_fitted(string name)
    {
        SimulationDesign design = RecoveryDocument.Design(name, 1);
        SimulationResults results = SimulationStudies.Run(design, new SimulationOptions { Threads = 1, Replications = First });
        Assert.All(RecoveryRecord.Of(design, 1, results), record => Assert.Equal(0, record.Unexplained));
        for (int k = 0; k < design.Estimators.Count; k++)
        {
            foreach (SimulatedFit fit in results.Done.Select(r => r.Fits[k]))
            {
                Assert.False(fit.Failed, fit.Termination);
                // Slopes of the frontier lie where their errors allow, whatever the law: five errors are one in a million.
                if (fit.Converged)
                    Assert.All(fit.Parameters.Where(p => p.Name is "frontier:x1" or "frontier:x2" && double.IsFinite(p.StandardError)),
                        p => Assert.InRange(p.Estimate, p.Truth - (5 * p.StandardError), p.Truth + (5 * p.StandardError)));
            }
        }
    }

    [Theory]
    [Trait("Category", SlowTest.Category)]
    [MemberData(nameof(SlowRuns))]
    public void All_samples_are_fitted(string name, double factor)
    {
        SlowTest.Require();
        foreach (RecoveryRecord now in Full(name, factor))
        {
            Require(now);
            if (RecoveryDocument.Read().Count == 0)
                continue;
            RecoveryRecord recorded = RecoveryDocument.Read().Single(r => (r.Design, r.Estimator, r.Factor) == (now.Design, now.Estimator, now.Factor));
            // Another processor may turn the verdict on a fit or two.
            Assert.InRange(now.Converged, recorded.Converged - 2, now.Replications);
            Near(recorded.Slopes, now.Slopes);
            Near(recorded.Scales, now.Scales);
        }

        static void Near(Coverage expected, Coverage actual)
        {
            if (expected.Share is { } share)
                Assert.Equal(share, actual.Share!.Value, 0.01);
        }
    }

    [Fact]
    public void The_record_keeps_what_is_promised()
    {
        IReadOnlyList<RecoveryRecord> records = RecoveryDocument.Read();
        Assert.SkipWhen(records.Count == 0, NoRecord);
        Assert.All(records, Require);
        Assert.Equal(RecoveryDocument.Runs.Order(), records.Select(r => (r.Design, r.Factor)).Distinct().Order());
        foreach (RecoveryRecord r in records)
        {
            Assert.Equal(RecoveryDocument.Design(r.Design, r.Factor).Sha256, r.DesignSha256);
            if (r.Factor == 1 && (r.IsOff || r.IsBiased) && RecoveryRemarks.Of(r.Design, r.Estimator) is null)
                Assert.Fail(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{r.Design}, {r.Estimator}: intervals cover {r.Slopes.Share} and {r.Scales.Share}, slopes are off by {r.SlopeBias} errors, and there is no reason on record"));
        }
    }

    [Fact]
    public void The_page_is_that_of_the_record()
    {
        Assert.SkipWhen(RecoveryDocument.Read().Count == 0, NoRecord);
        Assert.Equal(RecoveryPage.Of(RecoveryDocument.Read()), File.ReadAllText(RecoveryDocument.PagePath).ReplaceLineEndings("\n"));
    }

    private static IReadOnlyList<RecoveryRecord> Full(string name, double factor) =>
        RecoveryDocument.Run(name, factor, factor == 1 ? RecoveryDocument.Replications : RecoveryDocument.OutsideReplications);

    private static void Require(RecoveryRecord r)
    {
        string where = string.Create(CultureInfo.InvariantCulture, $"{r.Design}, {r.Estimator}, σ_u × {r.Factor}");
        Assert.True(r.Unexplained == 0, $"{where}: {r.Unexplained} fits ended nowhere, or at a boundary, without a word");
        if (r.Factor == 1)
            Assert.True(r.Converged >= 0.99 * r.Replications, $"{where}: {r.Converged} of {r.Replications} converged");
        Assert.Equal(r.Replications, r.Converged + r.Explained);
    }
}
