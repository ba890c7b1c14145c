using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using Gravity.Core.Wording;

namespace Gravity.Reporting.Tables;

/// <summary>The paragraph styles of a Word document of tables: a reader changes a style once and every table follows.</summary>
internal static class WordStyles
{
    public const string Title = "Title";
    public const string Caption = "Caption";
    public const string Cell = "TableText";
    public const string Notes = "TableNotes";

    /// <summary>The styles part.</summary>
    /// <param name="words">The language, which names the typeface of Chinese characters.</param>
    public static Styles Of(Words words)
    {
        var fonts = new RunFonts { Ascii = "Times New Roman", HighAnsi = "Times New Roman", ComplexScript = "Times New Roman", EastAsia = "SimSun" };
        var defaults = new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle(
                fonts, new FontSize { Val = "22" }, new FontSizeComplexScript { Val = "22" },
                new Languages { Val = words.Language == "zh" ? "zh-CN" : "en-GB", EastAsia = "zh-CN" })),
            new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle(new SpacingBetweenLines { Before = "0", After = "0", Line = "240", LineRule = LineSpacingRuleValues.Auto })));
        return new Styles(
            defaults,
            Style("Normal", "Normal", null, new StyleParagraphProperties(), new StyleRunProperties(), isDefault: true),
            Style(
                Title, "Title", "Normal", new StyleParagraphProperties(new SpacingBetweenLines { After = "240" }, new Justification { Val = JustificationValues.Center }),
                new StyleRunProperties(new Bold(), new FontSize { Val = "28" })),
            Style(
                Caption, "caption", "Normal",
                new StyleParagraphProperties(new KeepNext(), new SpacingBetweenLines { Before = "240", After = "80" }, new Justification { Val = JustificationValues.Center }),
                new StyleRunProperties(new Bold(), new FontSize { Val = "20" })),
            Style(Cell, "Table Text", "Normal", new StyleParagraphProperties(), new StyleRunProperties(new FontSize { Val = "18" })),
            Style(
                Notes, "Table Notes", "Normal", new StyleParagraphProperties(new SpacingBetweenLines { Before = "60", After = "240" }, new Justification { Val = JustificationValues.Both }),
                new StyleRunProperties(new FontSize { Val = "16" })));
    }

    /// <summary>A text with its spaces.</summary>
    public static Text TextOf(string text) => new(OfficePackage.Clean(text.Replace('\n', ' '))) { Space = SpaceProcessingModeValues.Preserve };

    private static Style Style(string id, string name, string? basis, StyleParagraphProperties paragraph, StyleRunProperties run, bool isDefault = false)
    {
        var style = new Style { Type = StyleValues.Paragraph, StyleId = id, StyleName = new StyleName { Val = name } };
        if (isDefault) style.Default = true;
        if (!isDefault && id is Cell or Notes) style.CustomStyle = true;
        if (basis is not null) style.BasedOn = new BasedOn { Val = basis };
        style.PrimaryStyle = new PrimaryStyle();
        if (paragraph.HasChildren) style.StyleParagraphProperties = paragraph;
        if (run.HasChildren) style.StyleRunProperties = run;
        return style;
    }
}
