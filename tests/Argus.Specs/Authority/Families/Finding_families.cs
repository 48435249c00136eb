using Argus.Authority.Families;
using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Specs.Authority.Families;

public class Finding_families
{
    private const long Exp = long.MaxValue / 2;

    private static readonly ClientId Tv = TextId.Parse<ClientId>("tv");
    private static readonly SubjectId Alice = new(7);
    private static readonly SubjectId Bob = new(8);

    private readonly SpecNode _node = new();
    private readonly TenantView _tenant = new(TextId.Parse<TenantId>("acme"));
    private readonly FamilyRecords _records;
    private int _ids;

    public Finding_families() => _records = new FamilyRecords(_node.Families, new LabelledStreams(_node.Log), _node.Log, _node.Clock);

    [Fact]
    public async Task a_family_is_labelled_once_where_it_begins()
    {
        await AuthorizeAsync(Alice);

        var append = Assert.Single(_node.Log.Tried);
        Assert.Equal(["families", $"families:subject:{Alice}", "families:client:tv"], append.Labels.Select(label => label.Label));
    }

    [Fact]
    public async Task what_happens_later_costs_no_label()
    {
        var family = await AuthorizeAsync(Alice);
        await AppendAsync(family, new RefreshRejected("spec"));
        await AppendAsync(family, new FamilyRevoked("spec"));

        Assert.Equal(3, _node.Log.Tried.Sum(append => append.Labels.Count));
    }

    [Fact]
    public async Task a_device_is_its_clients_from_the_question_on_and_its_users_from_the_answer_on()
    {
        var family = await RequestAsync();
        Assert.Equal([family], await FoundAsync(new FamilyFilter(null, Tv, true)));
        Assert.Empty(await FoundAsync(new FamilyFilter(Alice, null, true)));

        await AppendAsync(family, Grant(Alice, null));

        foreach (var filter in new FamilyFilter[] { new(null, Tv, true), new(Alice, null, true), new(Alice, Tv, true), new(null, null, true) })
            Assert.Equal([family], await FoundAsync(filter));
        Assert.Empty(await FoundAsync(new FamilyFilter(Bob, null, true)));
        Assert.Empty(await FoundAsync(new FamilyFilter(Alice, TextId.Parse<ClientId>("other"), true)));
    }

    [Fact]
    public async Task a_filter_that_few_pass_finds_them_behind_many_that_do_not()
    {
        var wanted = await RequestAsync();
        await AppendAsync(wanted, Grant(Alice, null));
        for (var i = 0; i < 25; i++)
            await AuthorizeAsync(Bob);

        var page = await _records.ListAsync(_tenant, new FamilyFilter(null, Tv, true), before: null, limit: 10);
        Assert.Equal(10, page.Items.Count);
        Assert.NotNull(page.Next);
        Assert.Equal([wanted], await FoundAsync(new FamilyFilter(Alice, Tv, true)));
    }

    [Fact]
    public async Task pages_end_exactly_where_the_families_do()
    {
        for (var i = 0; i < 4; i++)
            await AuthorizeAsync(Alice);

        var first = await _records.ListAsync(_tenant, new FamilyFilter(Alice, null, true), before: null, limit: 2);
        var second = await _records.ListAsync(_tenant, new FamilyFilter(Alice, null, true), first.Next, limit: 2);

        Assert.Equal((2, 2), (first.Items.Count, second.Items.Count));
        Assert.Null(second.Next);
        Assert.Equal(4, first.Items.Concat(second.Items).Select(family => family.Id).Distinct().Count());
    }

    [Fact]
    public async Task a_log_that_does_not_answer_is_no_empty_list()
    {
        _node.Log.OnRead = SpecLog.Gone;

        await Assert.ThrowsAsync<LogUnavailableException>(() => FoundAsync(new FamilyFilter(null, null, true)));
    }

    private static FamilyAuthorized Grant(SubjectId subject, AuthorizationCode? code) => new(
        "pwd", NameSet.Of("pwd"), 1, Tv, code, null, NameSet.Empty, NameSet.Of(OidcScope.OpenId), null, subject);

    private async Task<FamilyId> AuthorizeAsync(SubjectId subject)
    {
        var id = new FamilyId((UInt128)(++_ids));
        await AppendAsync(id, Grant(subject, new AuthorizationCode("challenge", "digest", null, Exp, null)));
        return id;
    }

    private async Task<FamilyId> RequestAsync()
    {
        var id = new FamilyId((UInt128)(++_ids));
        await AppendAsync(id, new FamilyDeviceRequested(Tv, "digest", Exp, NameSet.Empty, NameSet.Of(OidcScope.OpenId)));
        return id;
    }

    private async Task AppendAsync(FamilyId family, IFamilyEvent @event) => await _node.Families.TakeTurnAsync(
        _tenant.Id, family, _ => ValueTask.FromResult(new FamilyStep<bool>(true, [@event])), SpecNode.Origin);

    private async Task<FamilyId[]> FoundAsync(FamilyFilter filter) =>
        [.. (await _records.ListAsync(_tenant, filter, before: null, limit: 10)).Items.Select(family => family.Id)];
}
