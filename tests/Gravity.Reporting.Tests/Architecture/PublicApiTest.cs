using Gravity.Reporting.Tables;
using Gravity.Tests.Architecture;

namespace Gravity.Reporting.Tests.Architecture;

public sealed class PublicApiTest
{
    [Fact]
    public void Public_surface_of_Reporting_is_the_approved_one() =>
        PublicApiApproval.Verify(typeof(ReportTable).Assembly, "tests/Gravity.Reporting.Tests/Architecture/PublicApi.Reporting.verified.txt");
}
