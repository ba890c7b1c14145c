using Gravity.Core.Data;

namespace Gravity.Core.Studies.Families;

/// <summary>Words of a request that stand for one of a few choices.</summary>
internal static class RequestWords
{
    /// <summary>The value of a word.</summary>
    /// <exception cref="UsageException"><c>unknown-…</c>: not among the choices; the nearest are named.</exception>
    public static T Choose<T>(string word, string what, IReadOnlyList<(string Key, T Value)> choices)
    {
        foreach ((string key, T value) in choices)
            if (key == word)
                return value;
        throw new UsageException("unknown-" + what.Replace(' ', '-'), NearestNames.Sentence(what, word, [.. choices.Select(c => c.Key)]));
    }
}
