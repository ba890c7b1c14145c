using System.Buffers;
using System.Globalization;
using System.Text;

namespace Gravity.Reporting.Charts;

/// <summary>Writes long outlines of straight lines with steps in place of places, which halves a map.</summary>
internal static class SvgPath
{
    private const int Shortest = 200;
    private static readonly SearchValues<char> Straight = SearchValues.Create("MLZ0123456789.- ");

    /// <summary>The same outline; unchanged where it is short or has curves.</summary>
    /// <param name="data">Path data of absolute commands with at most two decimals.</param>
    public static string Steps(string data)
    {
        if (data.Length < Shortest || data.AsSpan().IndexOfAnyExcept(Straight) >= 0) return data;
        var result = new StringBuilder(data.Length);
        // In hundredths, so that steps add up to the places without a rounding error.
        (int X, int Y) last = default, start = default;
        for (int at = 0; at < data.Length;)
        {
            char command = data[at];
            int end = data.AsSpan(at + 1).IndexOfAny("MLZ") is var next && next < 0 ? data.Length : at + 1 + next;
            if (command == 'Z')
            {
                result.Append('z');
                last = start;
            }
            else
            {
                int[] place = [.. data[(at + 1)..end].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Hundredths)];
                // More than two numbers are lines that go on.
                for (int k = 0; k + 1 < place.Length; k += 2)
                {
                    (int x, int y) = (place[k], place[k + 1]);
                    if (command == 'M' && k == 0)
                    {
                        result.Append('M').Append(Text(x)).Append(Joined(y));
                        start = (x, y);
                    }
                    else
                    {
                        result.Append('l').Append(Text(x - last.X)).Append(Joined(y - last.Y));
                    }

                    last = (x, y);
                }
            }

            at = end;
        }

        return result.ToString();
    }

    private static int Hundredths(string number) => (int)Math.Round(100 * double.Parse(number, CultureInfo.InvariantCulture));

    private static string Text(int hundredths) =>
        (hundredths / 100.0).ToString(Math.Abs(hundredths) < 100 ? "#.##;-#.##;0" : "0.##", CultureInfo.InvariantCulture);

    // A minus sign parts two numbers as well as a space does.
    private static string Joined(int hundredths) => hundredths < 0 ? Text(hundredths) : " " + Text(hundredths);
}
