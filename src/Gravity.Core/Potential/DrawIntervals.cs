using Gravity.Core.Numerics;

namespace Gravity.Core.Potential;

/// <summary>Quantiles of the four measures of a range of items over all draws.</summary>
internal sealed class DrawIntervals
{
    /// <summary>Items that one piece of work takes in; fixed, so that it does not depend on threads.</summary>
    private const int Piece = 1024;

    private readonly int _from;
    private readonly int _count;

    public DrawIntervals(int from, int count, int draws, double level)
    {
        _from = from;
        _count = count;
        Potential = new TailQuantiles(count, draws, level);
        Frontier = new TailQuantiles(count, draws, level);
        FrontierMean = new TailQuantiles(count, draws, level);
        Rank = new TailQuantiles(count, draws, level);
        First = new int[count];
        TopThree = new int[count];
    }

    public TailQuantiles Potential { get; }

    public TailQuantiles Frontier { get; }

    public TailQuantiles FrontierMean { get; }

    public TailQuantiles Rank { get; }

    /// <summary>Draws in which the item is first.</summary>
    public int[] First { get; }

    /// <summary>Draws in which it is among the first three.</summary>
    public int[] TopThree { get; }

    /// <summary>Bytes for one item.</summary>
    public static long BytesPerItem(int draws, double level) => 4 * TailQuantiles.BytesPerItem(draws, level) + 8;

    /// <summary>Takes in finished draws.</summary>
    public void Take(IReadOnlyList<DrawMeasures> draws, int threads, CancellationToken cancellation) =>
        Workers.For((_count + Piece - 1) / Piece, threads, piece =>
        {
            int end = Math.Min(_count, (piece + 1) * Piece);
            foreach (DrawMeasures draw in draws)
            {
                for (int i = piece * Piece; i < end; i++)
                {
                    Potential.Offer(i, draw.Potential[_from + i]);
                    Frontier.Offer(i, draw.Frontier[_from + i]);
                    FrontierMean.Offer(i, draw.FrontierMean[_from + i]);
                    double rank = draw.Rank[_from + i];
                    Rank.Offer(i, rank);
                    First[i] += rank == 1 ? 1 : 0;
                    TopThree[i] += rank <= 3 ? 1 : 0;
                }
            }
        }, cancellation);

    /// <summary>Ends the taking in.</summary>
    public void Seal()
    {
        Potential.Seal();
        Frontier.Seal();
        FrontierMean.Seal();
        Rank.Seal();
    }
}
