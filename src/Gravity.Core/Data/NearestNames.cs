namespace Gravity.Core.Data;

/// <summary>Finds the valid names nearest to a misspelt one, for error messages.</summary>
public static class NearestNames
{
    /// <summary>The candidates nearest to <paramref name="word"/>, best first, at most <paramref name="count"/>.</summary>
    /// <remarks>
    /// Distance is that of Damerau (1964) restricted to adjacent swaps: insertions, deletions, substitutions and transpositions, ignoring
    /// case. A candidate qualifies when the distance is at most a third of the longer length (at least 1), or when one name contains the
    /// other and the word has three letters or more. Ties keep the order of the candidates.
    /// </remarks>
    public static IReadOnlyList<string> Of(string word, IEnumerable<string> candidates, int count = 3)
    {
        var found = new List<(int Distance, int Position, string Name)>();
        int position = 0;
        foreach (string candidate in candidates)
        {
            int distance = Distance(word, candidate);
            int allowed = Math.Max(1, Math.Max(word.Length, candidate.Length) / 3);
            bool contained = word.Length >= 3 && candidate.Length >= 3
                && (candidate.Contains(word, StringComparison.OrdinalIgnoreCase) || word.Contains(candidate, StringComparison.OrdinalIgnoreCase));
            if (distance <= allowed || contained)
                found.Add((distance, position, candidate));
            position++;
        }
        found.Sort();
        return [.. found.Take(count).Select(f => f.Name)];
    }

    /// <summary>A sentence such as <c>; did you mean 'gdp_o' or 'gdp_d'?</c>, empty when nothing is near.</summary>
    public static string Hint(string word, IEnumerable<string> candidates)
    {
        IReadOnlyList<string> near = Of(word, candidates);
        return near.Count == 0 ? "" : $"; did you mean {string.Join(" or ", near.Select(n => $"'{n}'"))}?";
    }

    /// <summary>The whole sentence of a wrong name: <c>unknown model 'bc29'; did you mean 'bc92'? Known are …</c>.</summary>
    public static string Sentence(string what, string word, IReadOnlyList<string> candidates)
    {
        string hint = Hint(word, candidates);
        return $"unknown {what} '{word}'{(hint.Length == 0 ? ";" : hint)} known are {string.Join(", ", candidates)}";
    }

    /// <summary>Number of single-letter edits between two words, ignoring case; a swap of neighbours counts one.</summary>
    public static int Distance(string left, string right)
    {
        string a = left.ToUpperInvariant(), b = right.ToUpperInvariant();
        var beforeLast = new int[b.Length + 1];
        var last = new int[b.Length + 1];
        var row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
            last[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }
            (beforeLast, last, row) = (last, row, beforeLast);
        }
        return last[b.Length];
    }
}
