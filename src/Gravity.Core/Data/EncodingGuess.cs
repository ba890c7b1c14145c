using System.Text;

namespace Gravity.Core.Data;

/// <summary>The encoding of bytes without a byte order mark.</summary>
internal static class EncodingGuess
{
    /// <summary>Null for UTF-8 (or ASCII); otherwise the name of the likeliest encoding.</summary>
    public static string? Of(ReadOnlySpan<byte> bytes)
    {
        if (Utf16(bytes) is { } utf16)
            return utf16;
        if (System.Text.Unicode.Utf8.IsValid(bytes))
            return null;
        if (IsChinese(bytes))
            return "gb18030";
        // 0x80–0x9F are signs in Windows' code page and controls in ISO 8859; 0xA4 is the euro in ISO 8859-15 and a sign nobody uses otherwise.
        bool windows = bytes.IndexOfAnyInRange((byte)0x80, (byte)0x9F) >= 0;
        return windows ? "windows-1252" : bytes.Contains((byte)0xA4) ? "iso-8859-15" : "latin1";
    }

    /// <summary>Every second byte of ASCII in UTF-16 is zero.</summary>
    private static string? Utf16(ReadOnlySpan<byte> bytes)
    {
        int even = 0, odd = 0, length = Math.Min(bytes.Length, 4096);
        for (int i = 0; i < length; i++)
        {
            if (bytes[i] != 0)
                continue;
            if (i % 2 == 0)
                even++;
            else
                odd++;
        }
        return odd * 4 > length && even * 20 < odd ? "utf-16" : even * 4 > length && odd * 20 < even ? "utf-16BE" : null;
    }

    /// <summary>
    /// Chinese characters are two high bytes each, so runs of high bytes are even; accents in western text stand alone between letters.
    /// </summary>
    private static bool IsChinese(ReadOnlySpan<byte> bytes)
    {
        int inPairs = 0, alone = 0, run = 0;
        foreach (byte letter in bytes)
        {
            if (letter >= 0x80)
            {
                run++;
                continue;
            }
            if (run > 0 && run % 2 == 0)
                inPairs += run;
            else
                alone += run;
            run = 0;
        }
        if (inPairs < 4 * alone)
            return false;
        try
        {
            string text = TextEncodings.Strict("gb18030")!.GetString(bytes);
            int han = text.Count(letter => letter is >= '\u4E00' and <= '\u9FFF');
            int high = text.Count(letter => letter >= '\u0080');
            return han * 2 > high;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
