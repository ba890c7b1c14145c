using System.Globalization;
using Gravity.Core.Data;
using Gravity.Core.Numerics;
using Gravity.Core.Wording;

namespace Gravity.Core.Specification;

/// <summary>Names of the parameter blocks, as they stand in print-outs and JSON.</summary>
public static class BlockNames
{
    /// <summary>Coefficients of the frontier, x'β.</summary>
    public const string Frontier = "frontier";

    /// <summary>The index of the mean of u before truncation, μ = z'δ.</summary>
    public const string InefficiencyMean = "inefficiency-mean";

    /// <summary>The index of ln σ_u².</summary>
    public const string InefficiencyVariance = "inefficiency-variance";

    /// <summary>The index of ln σ_v².</summary>
    public const string NoiseVariance = "noise-variance";

    /// <summary>Parameters of the path over time (η, b, c …).</summary>
    public const string Time = "time";

    /// <summary>Shape parameters of the law.</summary>
    public const string Law = "law";

    /// <summary>z'δ of the scaling function, u = exp(z'δ)·u*.</summary>
    public const string InefficiencyScaling = "inefficiency-scaling";

    /// <summary>The index of ln σ_u0², the persistent inefficiency of a unit.</summary>
    public const string PersistentVariance = "persistent-variance";

    /// <summary>The index of ln σ_w², the heterogeneity of units.</summary>
    public const string InterceptVariance = "intercept-variance";

    /// <summary>The index of class membership.</summary>
    public const string ClassMembership = "class";

    /// <summary>The selection equation.</summary>
    public const string Selection = "selection";

    /// <summary>The constant of a step that estimates transient inefficiency from residuals.</summary>
    public const string TransientFrontier = "transient-frontier";

    /// <summary>The constant of a step that estimates persistent inefficiency from unit effects.</summary>
    public const string PersistentFrontier = "persistent-frontier";

    /// <summary>atanh ρ, the correlation of the noise with the error of the selection equation.</summary>
    public const string Correlation = "correlation";

    /// <summary>The name of an intercept in any block.</summary>
    public const string Intercept = "(Intercept)";

    /// <summary>The block of a group's own parameters, e.g. <c>frontier[EU]</c>.</summary>
    /// <param name="block">A name of this class.</param>
    /// <param name="group">Name of the group.</param>
    public static string OfGroup(string block, string group) => $"{block}[{group}]";

    /// <summary>The block of one latent class, e.g. <c>frontier[2]</c>.</summary>
    /// <param name="block">The block, e.g. <c>frontier</c>.</param>
    /// <param name="number">The class, from 1.</param>
    public static string OfClass(string block, int number) => string.Create(CultureInfo.InvariantCulture, $"{block}[{number}]");

    /// <summary>Block and class of a parameter's block: <c>frontier[2]</c> is (<c>frontier</c>, 2); 0 without a class.</summary>
    public static (string Block, int Class) ClassOf(string block)
    {
        int open = block.IndexOf('[', StringComparison.Ordinal);
        return open > 0 && block.EndsWith(']') && int.TryParse(block.AsSpan(open + 1, block.Length - open - 2), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? (block[..open], number) : (block, 0);
    }
}

/// <summary>One linear index: named columns over the rows of the sample.</summary>
/// <param name="Name">A value of <see cref="BlockNames"/>.</param>
/// <param name="ColumnNames">Names of the columns, terms as printed, e.g. <c>ln(gdp)</c>; the intercept is <c>(Intercept)</c>.</param>
/// <param name="Values">Rows × columns.</param>
public sealed record DesignBlock(string Name, IReadOnlyList<string> ColumnNames, Matrix Values)
{
    /// <summary>Number of columns.</summary>
    public int Columns => Values.Columns;

    /// <summary>Position of the intercept, −1 without one.</summary>
    public int Intercept
    {
        get
        {
            for (int j = 0; j < ColumnNames.Count; j++)
                if (ColumnNames[j] == BlockNames.Intercept)
                    return j;
            return -1;
        }
    }
}

/// <summary>A column that was left out because the columns kept before it span it.</summary>
/// <param name="Block">Its block.</param>
/// <param name="Name">Its name.</param>
/// <param name="Duplicates">The kept columns that reproduce it, each with its coefficient.</param>
public sealed record CollinearColumn(string Block, string Name, IReadOnlyList<(string Name, double Coefficient)> Duplicates);

/// <summary>How the response was made from the flow.</summary>
public enum ResponseScale
{
    /// <summary>ln(flow): efficiency is exp(−u) of the flow.</summary>
    Log,

    /// <summary>ln(1 + flow): not equivariant to units; carries a warning.</summary>
    Log1p,

    /// <summary>The response as it stands, taken to be in logs already.</summary>
    AsGiven,

    /// <summary>The flow itself, zeros included: a model of its mean exp(x'β), with efficiency exp(−u) of the flow.</summary>
    Level,
}

/// <summary>The rows of a sample in estimation order: sorted by unit, then period, where there are units.</summary>
/// <remarks>
/// Everything an estimator needs and nothing else. Rows incomplete in any block have been left out and are counted in
/// <see cref="Sample"/>; <see cref="PanelRows"/> leads back to the panel.
/// </remarks>
public sealed class Design
{
    private readonly Dictionary<string, DesignBlock> _blocks;

    /// <summary>Binds blocks, response and index; all must have the same number of rows.</summary>
    public Design(
        string formula,
        string responseName,
        double[] response,
        IReadOnlyList<DesignBlock> blocks,
        int[] panelRows,
        UnitIndex? units,
        ResponseScale responseScale,
        string? flowColumn,
        double[]? flow,
        IReadOnlyList<CollinearColumn> collinear,
        SampleLog sample,
        string dataSha256,
        double[]? weights = null)
    {
        Formula = formula;
        ResponseName = responseName;
        Response = response;
        Blocks = blocks;
        _blocks = blocks.ToDictionary(b => b.Name, StringComparer.Ordinal);
        Frontier = _blocks[BlockNames.Frontier];
        PanelRows = panelRows;
        Units = units;
        ResponseScale = responseScale;
        FlowColumn = flowColumn;
        Flow = flow;
        Collinear = collinear;
        Sample = sample;
        DataSha256 = dataSha256;
        Weights = weights;
        TotalWeight = weights?.Sum() ?? response.Length;
        foreach (DesignBlock block in blocks)
        {
            if (block.Values.Rows != response.Length)
                throw new ArgumentException($"block '{block.Name}' has {block.Values.Rows} rows, the response {response.Length}", nameof(blocks));
        }
    }

    /// <summary>The frontier formula as written.</summary>
    public string Formula { get; }

    /// <summary>The left side as written, e.g. <c>ln(exports)</c>.</summary>
    public string ResponseName { get; }

    /// <summary>Left side, one value a row.</summary>
    public double[] Response { get; }

    /// <summary>All blocks; the frontier is first.</summary>
    public IReadOnlyList<DesignBlock> Blocks { get; }

    /// <summary>The frontier's columns.</summary>
    public DesignBlock Frontier { get; }

    /// <summary>The block of that name, or null.</summary>
    public DesignBlock? Block(string name) => _blocks.GetValueOrDefault(name);

    /// <summary>Number of rows.</summary>
    public int RowCount => Response.Length;

    /// <summary>For each row, its row in the panel (from 0).</summary>
    public int[] PanelRows { get; }

    /// <summary>Units and periods of the rows; null for a cross-section without units.</summary>
    public UnitIndex? Units { get; }

    /// <summary>How the response was made from the flow.</summary>
    public ResponseScale ResponseScale { get; }

    /// <summary>The column inside ln() of the left side, null when the response is as given.</summary>
    public string? FlowColumn { get; }

    /// <summary>The flow in levels, one value a row; null when the response is as given.</summary>
    public double[]? Flow { get; }

    /// <summary>Columns left out as linear combinations of others.</summary>
    public IReadOnlyList<CollinearColumn> Collinear { get; }

    /// <summary>Rows read, rows left out by reason, rows used.</summary>
    public SampleLog Sample { get; }

    /// <summary>SHA-256 of the data file, lower-case hex.</summary>
    public string DataSha256 { get; }

    /// <summary>Row weights as they enter a sum over rows (analytic ones have mean 1), all &gt; 0; or null.</summary>
    public double[]? Weights { get; }

    /// <summary>What the weights mean; null without weights.</summary>
    public WeightNote? Weighting { get; init; }

    /// <summary>Σw, or the number of rows without weights.</summary>
    public double TotalWeight { get; }

    /// <summary>N of errors and information criteria: Σw under frequency weights, otherwise the number of rows.</summary>
    public int ObservationCount => Weighting is { Kind: WeightKind.Frequency } ? (int)Math.Round(TotalWeight) : RowCount;

    /// <summary>What was changed in reading the formulas: repeated terms, values without an indicator.</summary>
    public IReadOnlyList<string> Notices => [.. NoticePhrases.Select(notice => notice.ToString())];

    /// <summary>The notices in every language.</summary>
    public IReadOnlyList<Phrase> NoticePhrases { get; init; } = [];

    /// <summary>The fixed effects after <c>|</c>, which an estimator must absorb or refuse; the blocks do not hold them.</summary>
    public IReadOnlyList<AbsorbedEffect> AbsorbedEffects { get; init; } = [];

    /// <summary>The rows of the selection equation, of which these rows are the selected ones; null for other models.</summary>
    public SelectionRows? Selection { get; init; }
}
