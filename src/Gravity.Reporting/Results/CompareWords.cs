using Gravity.Core.Estimation;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Reporting.Results;

/// <summary>What regression tables call the things that Core names by keys.</summary>
internal sealed class CompareWords(Words words)
{
    /// <summary>The language.</summary>
    public Words Words => words;

    /// <summary>The heading of a block of parameters.</summary>
    public string Block(string block) => BlockNames.ClassOf(block) is (var inner, > 0 and var number)
        ? words.Say("block.of-class", ("block", Block(inner)), ("number", number))
        : words.Has("compare.block." + block) ? words["compare.block." + block] : ResultWords.Block(block, words);

    /// <summary>The label of a row beneath the coefficients; a parameter of a path without one keeps its name.</summary>
    public string Row(string key) => Known("compare.row." + key, ResultWords.Derived(key, words));

    /// <summary>The law of u.</summary>
    public string Law(string law) => Known("compare.law." + law, law);

    /// <summary>How an estimation ended, in a few words.</summary>
    public string Convergence(FitResult fit) => words[fit.Termination switch
    {
        TerminationWords.ClosedForm or TerminationWords.Projection => "compare.ended.closed-form",
        TerminationWords.Boundary when fit.Converged => "compare.ended.boundary",
        TerminationWords.Ridge when fit.HasShapeRidge => "convergence.shape-ridge",
        TerminationWords.Ridge => fit.DerivedValue("mu") > 0 ? "compare.ended.ridge-up" : "compare.ended.ridge-down",
        TerminationWords.PathRidge => "convergence.path-ridge",
        TerminationWords.Degenerate => "convergence.degenerate",
        _ when fit.Converged => "compare.ended.yes",
        _ => "compare.ended.no",
    }];

    /// <summary>The kind of standard errors, with the small-sample factor.</summary>
    public static string Errors(FitResult fit) => ResultWords.Errors(fit);

    private string Known(string key, string otherwise) => words.Has(key) ? words[key] : otherwise;
}
