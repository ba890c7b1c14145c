namespace Gravity.Core.Frontier;

/// <summary>On which side of the frontier inefficiency lies.</summary>
public enum FrontierSide
{
    /// <summary>y = x'β + v − u: the frontier is the most that can be had (trade, output).</summary>
    Production,

    /// <summary>y = x'β + v + u: the frontier is the least that must be spent (cost).</summary>
    Cost,
}
