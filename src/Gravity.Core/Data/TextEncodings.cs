using System.Text;

namespace Gravity.Core.Data;

/// <summary>Encodings of text files by their names, the code pages of older spreadsheets among them.</summary>
public static class TextEncodings
{
    /// <summary>Names for error messages; every name that .NET knows is understood.</summary>
    public static IReadOnlyList<string> Common { get; } = ["utf-8", "utf-16", "latin1", "windows-1252", "windows-1250", "gb18030", "big5", "shift_jis"];

    static TextEncodings() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The encoding of that name; null when there is none.</summary>
    public static Encoding? Find(string name)
    {
        try
        {
            return Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The encoding of that name, which throws on bytes that are none of its own; null when there is none.</summary>
    internal static Encoding? Strict(string name) =>
        Find(name) is null ? null : Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
}
