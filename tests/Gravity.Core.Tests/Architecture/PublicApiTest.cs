using Gravity.Core.Estimation;
using Gravity.Tests.Architecture;

namespace Gravity.Core.Tests.Architecture;

public sealed class PublicApiTest
{
    [Fact]
    public void Public_surface_of_Core_is_the_approved_one() =>
        PublicApiApproval.Verify(typeof(FitResult).Assembly, "tests/Gravity.Core.Tests/Architecture/PublicApi.Core.verified.txt");
}
