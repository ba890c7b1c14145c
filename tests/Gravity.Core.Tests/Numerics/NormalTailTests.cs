using System.Runtime.Intrinsics;
using Gravity.Core.Numerics;

namespace Gravity.Core.Tests.Numerics;

public class NormalTailTests
{
    /// <summary>z, ln Φ, ln Φ + z²/2, φ/Φ, truncated mean, variance, third cumulant: mpmath 1.3 in 400 digits, from erfc, for z as a double.</summary>
    public static readonly TheoryData<double, double, double, double, double, double, double> Reference = new()
    {
        { -100000, -5000000012.43186399827490116184528700984, -12.43186399827490116184528700983977201119, 100000.0000099999999980000000009999999993, 0.000009999999998000000000999999999260000000706, 0.00000000009999999994000000004999999994820000006354, 1.999999997600000002999999995856000006354e-15 },
        { -1000, -500007.8266948121843098061675491846082344, -7.826694812184309806167549184608234395287, 1000.00099999800000999992600070599183811, 0.0009999980000099999260007059918381104082916, 0.0000009999940000499994820063539102194353043746, 0.000000001999976000299995856063538922636094209995 },
        { -40, -804.6084420137537881666068329186099362001, -4.60844201375378816660683291860993620015, 40.02496884720726372324487099536973575337, 0.02496884720726372324487099536973575337448, 0.0006226683785913887734988794009941067378876, 0.00003101744039648624832240066392830824002111 },
        { -38, -726.5572160188201300965035175171332508453, -4.557216018820130096503517517133250845264, 38.0262794665758689875221924592544058148, 0.02627946657586898752219245925440581480318, 0.0006896597534662588689736955858788972260836, 0.00003614816327127330907640290238684959141377 },
        { -10, -53.23128515051247057834702735413120987892, -3.231285150512470578347027354131209878916, 10.09809323396251196284364165371203485461, 0.09809323396251196284364165371203485460513, 0.009445377825656261164136817650371742764581, 0.001786400392116506892163996934105841963699 },
        { -5, -15.06499839398872573608370479189672560507, -2.564998393988725736083704791896725605068, 5.186503967125842115616508962005236720272, 0.186503967125842115616508962005236720272, 0.03269643461711222534531580770091974365968, 0.01082576450635669965706271229881845018906 },
        { -1, -1.841021645009263505770783073232529021548, -1.341021645009263505770783073232529021548, 1.525135276160981209089090536390578713307, 0.5251352761609812090890905363905787133071, 0.1990976655703487915533679790967266083432, 0.1169311954060488315377735507573593988577 },
        { -1e-8, -0.6931471885387909492768745019096511503716, -0.6931471885387908992768745019096490581155, 0.7978845671690630904563863719423348819557, 0.797884557169063090456386162716726580671, 0.3633802254522825212130973974232617263041, 0.2180136129972833399282477608943136536575 },
        { 0, -0.6931471805599453094172321214581765680755, -0.6931471805599453094172321214581765680755, 0.7978845608028653558798921198687637369517, 0.7978845608028653558798921198687637369517, 0.3633802276324186569244649465099425518622, 0.2180136141449901606923207590854125855291 },
        { 1e-8, -0.6931471725810997332195669777648388616338, -0.6931471725810996832195669777648367693777, 0.7978845544366676431047592822942095697623, 0.797884564436667643104759491519817871047, 0.3633802298125548041129007010185094953674, 0.2180136152926969810126249110147291808684 },
        { 0.5, -0.3689464152886563930656156390431773405547, -0.2439464152886563930656156390431773405547, 0.509160433837033485827186132137527721971, 1.009160433837033485827186132137527721971, 0.4861754356963671032272429691137482705402, 0.27099012446870783327232491958511187514 },
        { 1, -0.1727537790234498895264831735208007300094, 0.3272462209765501104735168264791992699906, 0.2875999709391783612286701273852172145023, 1.287599970939178361228670127385217214502, 0.6296862857766054008612444948628430948821, 0.2957181701822712124606812193401919816815 },
        { 5, -0.0000002866516129637635933845962584956092349752, 12.49999971334838703623640661540374150439, 0.000001486719940904905712441744119460570914237, 5.000001486719940904905712441744119460571, 0.9999925663980851392887535049455697486555, 0.0000356813117367670496646546670753916647411 },
        { 8, -6.220960574271786058533518504785296440579e-16, 31.99999999999999937790394257282139414665, 5.052271083536895430948106737152236509669e-15, 8.000000000000005052271083536895430948107, 0.9999999999999595818313317048110269720446, 3.182930782628250247603651614746586638927e-13 },
        { 20, -2.753624118606233695075622780857465332807e-89, 200.0, 5.520948362159763189582735682787000953833e-88, 20.0, 1.0, 2.202858396501745512643511537432013380579e-85 },
        { 37, -5.725571222524576822683192548273201656433e-300, 684.5, 2.120006551524605626852045477107199373242e-298, 37.0, 1.0, 2.900168962485660497533598212682648742595e-295 },
    };

    [Theory]
    [MemberData(nameof(Reference))]
    public void Matches_the_high_precision_values(
        double z, double logCdf, double scaled, double mills, double mean, double variance, double third)
    {
        Agree.Relative(logCdf, NormalTail.LogCdf(z), 1e-14);
        Agree.Relative(scaled, NormalTail.LogCdfScaled(z), 1e-14);
        Agree.Relative(mills, NormalTail.InverseMills(z), 1e-14);
        Agree.Relative(mean, NormalTail.Excess(z), 1e-14);
        Agree.Relative(variance, NormalTail.TruncatedVariance(z), 1e-14);
        Agree.Relative(third, NormalTail.TruncatedThirdCumulant(z), 2e-14);
        Agree.Relative(mills * mean, NormalTail.Curvature(z), 1e-14);
    }

    [Theory]
    [InlineData(-1e9)]
    [InlineData(-12345.678)]
    [InlineData(-800)]
    [InlineData(-1)]
    [InlineData(-0.7)]
    [InlineData(-0.69)]
    [InlineData(-0.1)]
    [InlineData(-1e-5)]
    [InlineData(-1e-16)]
    [InlineData(-1e-100)]
    [InlineData(-1e-300)]
    public void Inverse_of_the_log_probability_returns_to_it(double logP)
    {
        double z = NormalTail.LogCdfInverse(logP);
        // An ulp of z moves ln Φ by z²·ulp relative to itself in the upper tail, by 2 ulp in the lower one.
        Agree.Relative(logP, NormalTail.LogCdf(z), 2e-16 * (8 + (z > 0 ? z * z : 0)));
    }

    [Theory]
    [InlineData(0.975, 1.959963984540053855604430649826643)]
    [InlineData(0.025, -1.959963984540054211779584194227174)]
    [InlineData(1e-300, -37.04709629936119923654704250489022)]
    [InlineData(0.5, 0)]
    public void Quantiles_match_high_precision_values(double p, double z) =>
        Assert.Equal(z, NormalTail.Quantile(p), 2e-15 * Math.Max(1, Math.Abs(z)));

    [Fact]
    public void Distribution_function_and_survival_keep_relative_accuracy_in_both_tails()
    {
        // mpmath: Φ(−10) and Φ(−37.5), the second just inside the normal doubles.
        Agree.Relative(7.619853024160526065973343251599308363504e-24, NormalTail.Cdf(-10), 1e-14);
        Agree.Relative(7.619853024160526065973343251599308363504e-24, NormalTail.Survival(10), 1e-14);
        Agree.Relative(4.605353009581954843827969097610896238921e-308, NormalTail.Cdf(-37.5), 1e-14);
        Assert.Equal(1.0, NormalTail.Cdf(0.3) + NormalTail.Survival(0.3), 1e-16);
    }

    [Fact]
    public void Limits_and_not_a_number()
    {
        const double Inf = double.PositiveInfinity;
        Assert.Equal([double.NegativeInfinity, double.NegativeInfinity, Inf, 0, 0, 0, 1], All(double.NegativeInfinity).Select(Rounded));
        Assert.Equal([0, Inf, 0, Inf, 1, 0, 0], All(Inf));
        Assert.All(All(double.NaN), value => Assert.Equal(double.NaN, value));
        Assert.All([1e200, -1e200], z => Assert.All(All(z), value => Assert.False(double.IsNaN(value))));
        Assert.Equal(double.NaN, NormalTail.LogCdfInverse(0.1));
        Assert.Equal(Inf, NormalTail.LogCdfInverse(0));
        Assert.Equal(double.NegativeInfinity, NormalTail.Quantile(0));

        static double Rounded(double value) => Math.Abs(value) <= 1e-99 ? 0 : value;

        static double[] All(double z) =>
        [
            NormalTail.LogCdf(z), NormalTail.LogCdfScaled(z), NormalTail.InverseMills(z), NormalTail.Excess(z),
            NormalTail.TruncatedVariance(z), NormalTail.TruncatedThirdCumulant(z), NormalTail.Curvature(z),
        ];
    }

    [Fact]
    public void Vector_and_scalar_agree_on_a_dense_grid_and_at_the_limits()
    {
        List<double> grid = [.. Enumerable.Range(0, 80_000).Select(i => -40 + i * 0.000975), 0, -0.0, 1e-300, -1e-300, 37.4];
        for (double z = 40; z < 2e5; z *= 1.003)
            grid.Add(-z);
        while (grid.Count % 8 != 0)
            grid.Add(-1e-8);
        for (int i = 0; i < grid.Count; i += 8)
        {
            var z = Vector512.Create<double>(grid.GetRange(i, 8).ToArray());
            var logCdf = NormalTailVector.LogCdf(z, out var mills, out var curvature);
            var scaled = NormalTailVector.LogCdfScaled(z, out var mills2, out var excess, out var variance);
            for (int lane = 0; lane < 8; lane++)
            {
                double at = z[lane];
                if (at <= 37.4)
                    Agree.Relative(NormalTail.LogCdf(at), logCdf[lane], 1e-13);
                Assert.Equal(NormalTail.LogCdfScaled(at), scaled[lane], 1e-13 * Math.Max(1, Math.Abs(scaled[lane])));
                Agree.Relative(NormalTail.InverseMills(at), mills[lane], 1e-13);
                Assert.Equal(mills[lane], mills2[lane]);
                Agree.Relative(NormalTail.Curvature(at), curvature[lane], 1e-13);
                Agree.Relative(NormalTail.Excess(at), excess[lane], 1e-13);
                Agree.Relative(NormalTail.TruncatedVariance(at), variance[lane], 1e-13);
            }
        }
        var special = Vector512.Create(
            double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e200, -1e200, 45, -3, 3);
        var value = NormalTailVector.LogCdf(special, out var rate, out var bend);
        var shifted = NormalTailVector.LogCdfScaled(special, out _, out var mean, out var spread);
        for (int lane = 0; lane < 8; lane++)
        {
            Assert.Equal(NormalTail.LogCdf(special[lane]), value[lane], 1e-14);
            Assert.Equal(NormalTail.InverseMills(special[lane]), rate[lane], 1e-14);
            Assert.Equal(NormalTail.Curvature(special[lane]), bend[lane], 1e-14);
            Assert.Equal(NormalTail.LogCdfScaled(special[lane]), shifted[lane], 1e-14);
            Assert.Equal(NormalTail.Excess(special[lane]), mean[lane], 1e-14);
            Assert.Equal(NormalTail.TruncatedVariance(special[lane]), spread[lane], 1e-14);
        }
    }
}
