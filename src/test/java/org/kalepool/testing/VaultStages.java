package org.kalepool.testing;

import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.kalepool.batch.Batches;
import org.kalepool.batch.OpenChannels;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.stellar.PoolContracts.VaultState;
import org.kalepool.testing.StageFixture.Planter;

/** Farmers with vaults, and channels, under {@link StagesProfile}. */
@Singleton
public final class VaultStages {
  /** The contract of batches, and the pool contract. */
  public static final Address BATCH = Address.contract(new byte[32]);

  public static final Address POOL = Address.contract(Sha256.of("the pool contract"));

  private final StageFixture fixture;
  private final Chain chain;
  private final PoolContracts contracts;
  private final Batches batches;
  private int owners;

  VaultStages(StageFixture fixture, Chain chain, PoolContracts contracts, Batches batches) {
    this.fixture = fixture;
    this.chain = chain;
    this.contracts = contracts;
    this.batches = batches;
  }

  /** So many channels that can pay; none has the pool batch nothing. */
  public List<Address> channels(int number) {
    List<Address> channels =
        IntStream.range(0, number).mapToObj(each -> FarmRows.address("channel " + each)).toList();
    channels.forEach(channel -> fake().setXlm(channel, Xlm.parse("50")));
    OpenChannels.found(batches, BATCH, channels);
    return channels;
  }

  /** An active farmer whose vault lets the pool plant down to a floor. */
  public Planter farmer(String balance, String floor) {
    Planter farmer = fixture.vault(POOL, FarmRows.address("owner " + ++owners));
    fake().contract(farmer.custodial(), Kale.parse(balance));
    seen(farmer, floor, null);
    return farmer;
  }

  /** So many of them with 100 KALE and no floor, in the order of their ids. */
  public List<Planter> farmers(int number) {
    return IntStream.range(0, number)
        .mapToObj(_ -> farmer("100", "0"))
        .sorted(Comparator.comparing(Planter::id))
        .toList();
  }

  /** What the network has of a vault now. */
  public void seen(Planter farmer, String floor, @Nullable Long stoppedIn) {
    Kale balance = fake().kale(farmer.custodial());
    ((FakeContracts) contracts)
        .put(
            farmer.custodial(),
            new VaultState(
                FarmRows.address("owner"),
                POOL,
                Hash.ZERO,
                2_500,
                17_280,
                balance,
                Kale.parse(floor),
                Kale.ZERO,
                Kale.ZERO,
                stoppedIn == null ? OptionalLong.empty() : OptionalLong.of(stoppedIn),
                false,
                balance,
                Long.MAX_VALUE,
                fake().now().ledger()));
  }

  /** In other profiles there is another, and nobody asks. */
  private FakeChain fake() {
    return (FakeChain) chain;
  }
}
