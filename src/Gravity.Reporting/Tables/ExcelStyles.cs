using DocumentFormat.OpenXml.Spreadsheet;

namespace Gravity.Reporting.Tables;

/// <summary>The look of a worksheet's cell.</summary>
internal sealed record ExcelStyle
{
    public string Code { get; init; } = "General";

    public bool Bold { get; init; }

    public bool Italic { get; init; }

    public bool Small { get; init; }

    public bool Link { get; init; }

    public HorizontalAlignmentValues Align { get; init; } = HorizontalAlignmentValues.Left;

    public bool Wrap { get; init; }

    /// <summary>Whether the text stands at the top of a high row.</summary>
    public bool Top { get; init; }

    /// <summary>Steps of indentation.</summary>
    public int Indent { get; init; }

    /// <summary>A rule above: 0 none, 1 thin, 2 medium.</summary>
    public int Above { get; init; }

    /// <summary>A rule below: 0 none, 1 thin, 2 medium.</summary>
    public int Below { get; init; }

    /// <summary>Whether the content stays text when somebody edits the cell: words that begin like a formula.</summary>
    public bool Quoted { get; init; }
}

/// <summary>Collects the styles of a workbook and numbers them in the order in which they are first asked for.</summary>
internal sealed class ExcelStyles
{
    private const string Face = "Arial";

    // Codes below this number are the program's own.
    private const uint FirstOwnCode = 164;

    private readonly List<ExcelStyle> styles = [new ExcelStyle()];
    private readonly Dictionary<ExcelStyle, uint> numbers = new() { [new ExcelStyle()] = 0 };

    /// <summary>The number of a style.</summary>
    public uint Of(ExcelStyle style)
    {
        if (numbers.TryGetValue(style, out uint known)) return known;
        styles.Add(style);
        return numbers[style] = (uint)styles.Count - 1;
    }

    /// <summary>The stylesheet of all styles asked for.</summary>
    public Stylesheet Sheet()
    {
        string[] codes = [.. styles.Select(s => s.Code).Where(c => c != "General").Distinct()];
        var fonts = new List<(bool Bold, bool Italic, bool Small, bool Link)> { default };
        var borders = new List<(int Above, int Below)> { default };
        var formats = new CellFormats();
        foreach (ExcelStyle style in styles)
        {
            var cell = new CellFormat
            {
                NumberFormatId = style.Code == "General" ? 0 : FirstOwnCode + (uint)Array.IndexOf(codes, style.Code),
                FontId = Place(fonts, (style.Bold, style.Italic, style.Small, style.Link)),
                FillId = 0,
                BorderId = Place(borders, (style.Above, style.Below)),
                FormatId = 0,
                ApplyNumberFormat = true,
                ApplyFont = true,
                ApplyBorder = true,
                ApplyAlignment = true,
                Alignment = new Alignment { Horizontal = style.Align, Vertical = style.Top ? VerticalAlignmentValues.Top : VerticalAlignmentValues.Bottom, WrapText = style.Wrap, Indent = (uint)style.Indent },
            };
            if (style.Quoted) cell.QuotePrefix = true;
            formats.Append(cell);
        }

        var sheet = new Stylesheet();
        if (codes.Length > 0)
        {
            sheet.NumberingFormats = new NumberingFormats(codes.Select((code, i) => new NumberingFormat { NumberFormatId = FirstOwnCode + (uint)i, FormatCode = code }))
            {
                Count = (uint)codes.Length,
            };
        }

        sheet.Fonts = new Fonts(fonts.Select(font => Font(font.Bold, font.Italic, font.Small, font.Link)));
        sheet.Fills = new Fills(
            new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 }));
        sheet.Borders = new Borders(borders.Select(border => new Border(
            new LeftBorder(), new RightBorder(), Rule(new TopBorder(), border.Above), Rule(new BottomBorder(), border.Below), new DiagonalBorder())));
        sheet.CellStyleFormats = new CellStyleFormats(new CellFormat { NumberFormatId = 0, FontId = 0, FillId = 0, BorderId = 0 });
        sheet.CellFormats = formats;
        sheet.CellStyles = new CellStyles(new CellStyle { Name = "Normal", FormatId = 0, BuiltinId = 0 });
        return sheet;
    }

    private static Font Font(bool bold, bool italic, bool small, bool link)
    {
        var font = new Font();
        if (bold) font.Append(new Bold());
        if (italic) font.Append(new Italic());
        if (link) font.Append(new Underline());
        font.Append(new FontSize { Val = small ? 9 : 10 });
        font.Append(link ? new Color { Rgb = "FF0563C1" } : new Color { Rgb = "FF000000" });
        font.Append(new FontName { Val = Face });
        font.Append(new FontFamilyNumbering { Val = 2 });
        return font;
    }

    private static T Rule<T>(T border, int weight)
        where T : BorderPropertiesType
    {
        if (weight == 0) return border;
        border.Style = weight == 1 ? BorderStyleValues.Thin : BorderStyleValues.Medium;
        border.Append(new Color { Rgb = "FF000000" });
        return border;
    }

    private static uint Place<T>(List<T> list, T item)
    {
        int place = list.IndexOf(item);
        if (place >= 0) return (uint)place;
        list.Add(item);
        return (uint)list.Count - 1;
    }
}
