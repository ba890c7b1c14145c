namespace Gravity.Core.Wording;

/// <summary>Something to say in whatever language the reader has: a key of <see cref="Words"/> and the values of its placeholders.</summary>
/// <param name="Key">The key.</param>
/// <param name="Values">Values by name, as <see cref="Words.Say"/> takes them.</param>
public sealed record Phrase(string Key, params (string Name, object Value)[] Values)
{
    /// <summary>A text that is the same in every language: a name, a formula, the sentence of an exception.</summary>
    /// <param name="text">The text.</param>
    public static Phrase Verbatim(string text) => new("words.verbatim", ("text", text));

    /// <summary>The sentence in a language.</summary>
    /// <param name="words">The language.</param>
    public string In(Words words) => words.Say(Key, Values);

    /// <summary>The sentence in English.</summary>
    public override string ToString() => In(Words.English);

    /// <summary>Whether both say the same in English; lists among the values make a comparison value by value useless.</summary>
    /// <param name="other">The other phrase.</param>
    public bool Equals(Phrase? other) => other is not null && Key == other.Key && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);
}
