package org.kalepool.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.FarmingSandbox;
import org.kalepool.machine.InterruptedEnvelopes.KilledError;
import org.kalepool.machine.InterruptedEnvelopes.Step;
import org.kalepool.machine.MachinePage.SentFind;
import org.kalepool.settings.SettingsOf;
import org.kalepool.stellar.FeeSettings;
import org.kalepool.stellar.lanes.NodeEnvelopes;
import org.kalepool.wallet.OwnKeys;

/** A machine that sends its works itself, from channels of its own, over whole blocks. */
final class OwnSendingTest extends MachineFixture {
  private static final Address WALLET = FarmingSandbox.farmer(FARMERS);

  private final Map<String, String> settings = new HashMap<>();
  private final List<String> working = new ArrayList<>();
  private InterruptedEnvelopes envelopes;
  private OwnKeys keys;
  private ChannelBook channels;

  /** All is made with the machine. */
  @SuppressWarnings("NullAway.Init")
  OwnSendingTest() {}

  @Override
  Optional<OwnAccounts> own() {
    Path secret = folder.resolve("secret");
    try {
      Files.writeString(secret, FarmingSandbox.secret(FARMERS) + "\n");
      keys = OwnKeys.read(secret, OwnAccounts.MOST);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    envelopes =
        new InterruptedEnvelopes(
            NodeEnvelopes.of(chain, SettingsOf.mapping(FeeSettings.class), keys));
    channels = ChannelBook.open(folder.resolve("channels"));
    return Optional.of(new OwnAccounts(keys.wallet(), keys.accounts(), envelopes, channels));
  }

  @Override
  String[] workSettings() {
    return Stream.concat(Arrays.stream(super.workSettings()), working.stream())
        .toArray(String[]::new);
  }

  @Override
  String[] machineSettings() {
    settings.putIfAbsent("kale.pooler.plant-wait", "0s");
    settings.putIfAbsent("kale.pooler.farmers-per-channel", "2");
    List<String> all = new ArrayList<>();
    settings.forEach(
        (key, value) -> {
          all.add(key);
          all.add(value);
        });
    return all.toArray(String[]::new);
  }

  private void restartWith(String key, String value) {
    settings.put(key, value);
    killAndStart();
  }

  private Xlm lumens(Address account) {
    return sandbox.lumens(account).orElse(Xlm.ZERO);
  }

  /** What wallet and channels have together. */
  private Xlm together() {
    return keys.accounts().stream().map(this::lumens).reduce(lumens(WALLET), Xlm::plus);
  }

  private List<Address> there() {
    return keys.accounts().stream().filter(it -> sandbox.lumens(it).isPresent()).toList();
  }

  private Xlm fees() {
    Xlm fees = Xlm.ZERO;
    for (long block = 0; block <= block(); block++) {
      fees = fees.plus(channels.fees(block));
    }
    return fees;
  }

  private List<Xlm> farmersLumens() {
    List<Xlm> all = new ArrayList<>();
    for (int i = 0; i < FARMERS; i++) {
      all.add(lumens(FarmingSandbox.farmer(i)));
    }
    return all;
  }

  @Test
  void worksLandFromChannelsAndTheFarmersPayNothing() {
    Xlm before = together();
    nextBlock();
    long block = block();
    List<Xlm> farmers = farmersLumens();
    age(due());
    assertThat(worked(block)).isEqualTo(FARMERS);
    assertThat(backend.works).isEmpty();
    assertThat(farmersLumens()).isEqualTo(farmers);
    assertThat(there()).hasSize(2).isEqualTo(keys.accounts().subList(0, 2));
    assertThat(before.minus(together())).isEqualTo(fees()).isGreaterThan(Xlm.ZERO);
    assertThat(machine.view().channels().fees()).isEqualTo(fees());
    assertThat(machine.view().channels().failed()).isZero();
    assertThat(meters.get("kale.machine.own.fees.stroops").functionCounter().count())
        .isEqualTo(fees().stroops());
    nextBlock();
    JsonNode report = backend.reports.getFirst();
    for (JsonNode result : report.path("work_results")) {
      assertThat(result.path("status").asText()).isEqualTo("success");
      Hash transaction = new Hash(result.path("work_tx_hash").asText());
      assertThat(envelopes.sent).anyMatch(it -> it.hash().equals(transaction));
    }
    assertThat(log)
        .anyMatch(it -> it.matches("block " + block + ": 3 of 3 .* of its own cost .* XLM"));
  }

  @ParameterizedTest
  @CsvSource({
    "BEFORE_IT_IS_MADE, false",
    "MADE, false",
    "STORED, false",
    "SENT, false",
    "LANDED_AND_NOT_SEEN, false",
    "SEEN_AND_NOT_NOTED, false",
    "BEFORE_IT_IS_MADE, true",
    "MADE, true",
    "STORED, true",
    "SENT, true",
    "LANDED_AND_NOT_SEEN, true",
    "SEEN_AND_NOT_NOTED, true"
  })
  void aKillAtAnyStepLosesNoLumenAndSendsNothingTwice(Step step, boolean works) {
    Xlm before = together();
    envelopes.kill(step, works);
    nextBlock();
    long block = block();
    age(due());
    assertThat(envelopes.isPending()).isFalse();
    assertThat(worked(block)).isEqualTo(FARMERS);
    assertThat(backend.works).isEmpty();
    assertThat(works()).isEqualTo(sends(block));
    assertThat(before.minus(together())).isEqualTo(fees());
    assertThat(there()).hasSize(2);
  }

  /** Transactions that the channels have sent: each has used a number of its own. */
  private long works() {
    return chain.chain().holdings(there()).values().stream()
        .mapToLong(it -> it.sequence() & 0xffff_ffffL)
        .sum();
  }

  private long sends(long block) {
    try (MachineBook book = MachineBook.open(copied())) {
      long sends = 0;
      for (int i = 0; i < FARMERS; i++) {
        sends +=
            book.sent(block, SpokenBackend.id(i)).stream().map(SentFind::find).distinct().count();
      }
      return sends;
    }
  }

  /** The process ends where it is told to, and another one goes on with the folder. */
  @Override
  void turn() {
    try {
      super.turn();
    } catch (KilledError e) {
      killAndStart();
      super.turn();
    } catch (IllegalStateException e) {
      assertThat(e).hasCauseInstanceOf(KilledError.class);
      killAndStart();
      super.turn();
    }
  }

  @Test
  void aWalletWithoutLumensHasTheBackendSendTheWorks() {
    restartWith("kale.pooler.wallet-keeps", "10000");
    nextBlock();
    long block = block();
    age(due());
    assertThat(worked(block)).isEqualTo(FARMERS);
    assertThat(there()).isEmpty();
    assertThat(backend.works).isNotEmpty();
    assertThat(fees()).isEqualTo(Xlm.ZERO);
    assertThat(machine.view().channels().handedOver()).isGreaterThanOrEqualTo(FARMERS);
    assertThat(machine.view().channels().trouble())
        .hasValueSatisfying(it -> assertThat(it).contains(WALLET.text(), "lacks"));
  }

  @Test
  void aWorkThatCannotLandAnyMoreGoesToTheBackendAndNotBefore() {
    nextBlock();
    long block = block();
    envelopes.swallowing = true;
    for (int i = 0; i < 50 && channels.open().isEmpty(); i++) {
      ledger();
    }
    long until = channels.open().getFirst().envelope().maxTime();
    while (sandbox.now() <= until) {
      assertThat(backend.works).isEmpty();
      ledger();
    }
    ledger();
    assertThat(backend.works).isNotEmpty();
    envelopes.swallowing = false;
    age(due());
    assertThat(worked(block)).isEqualTo(FARMERS);
    assertThat(fees().compareTo(Xlm.parse("0.1"))).isNegative();
  }

  @Test
  void theEndOfTheBlockForcesAWorkThatIsInNoLedgerYet() {
    working.addAll(List.of("kale.work.deadline-age", "280", "kale.work.insurance-age", "299"));
    restartWith("kale.pooler.farmers-per-channel", "1");
    nextBlock();
    long block = block();
    envelopes.swallowing = true;
    age(285);
    assertThat(channels.open()).hasSize(FARMERS);
    assertThat(backend.works).isEmpty();
    age(due());
    assertThat(worked(block)).isEqualTo(FARMERS);
    assertThat(channels.open()).hasSize(FARMERS);
    assertThat(machine.view().channels().handedOver()).isEqualTo(FARMERS);
  }

  @Test
  void channelsThatAreGivenUpGiveTheirLumensBackToTheStroop() {
    nextBlock();
    age(150);
    Xlm before = together();
    Xlm fees = fees();
    machine.close();
    ChannelClosing closing = closing();
    boolean done = false;
    for (int i = 0; i < 20 && !done; i++) {
      sandbox.closeLedger();
      done = closing.step();
    }
    assertThat(done).isTrue();
    assertThat(there()).isEmpty();
    assertThat(lumens(WALLET)).isEqualTo(before.minus(fees().minus(fees)));
    assertThat(closing.wallet()).isEqualTo(lumens(WALLET));
  }

  private ChannelClosing closing() {
    OwnAccounts accounts = own().orElseThrow();
    return new ChannelClosing(
        accounts,
        chain.chain(),
        MachineBook.open(journal()),
        SettingsOf.mapping(MachineSettings.class, machineSettings()),
        clock,
        log::add);
  }

  @Test
  void channelsWithoutAJournalAreFoundAgainByTheWalletsSecretAlone() throws IOException {
    nextBlock();
    age(100);
    assertThat(there()).hasSize(2);
    machine.close();
    Files.delete(folder.resolve("channels"));
    Files.delete(journal());
    ChannelClosing closing = closing();
    boolean done = false;
    for (int i = 0; i < 20 && !done; i++) {
      sandbox.closeLedger();
      done = closing.step();
    }
    assertThat(there()).isEmpty();
  }

  @Test
  void moreChannelsThanAreWantedForLongAreMergedByThemselves() {
    settings.put("kale.pooler.channel-rest", "60s");
    restartWith("kale.pooler.farmers-per-channel", "1");
    nextBlock();
    age(60);
    assertThat(there()).hasSize(3);
    Xlm before = together();
    Xlm fees = fees();
    restartWith("kale.pooler.farmers-per-channel", "4");
    age(90);
    assertThat(there()).hasSize(3);
    age(200);
    assertThat(there()).isEqualTo(keys.accounts().subList(0, 1));
    assertThat(before.minus(together())).isEqualTo(fees().minus(fees));
    age(due());
    assertThat(worked(block())).isEqualTo(FARMERS);
  }

  @Test
  void aChannelIsFilledUpWhenHalfOfItIsSpent() {
    restartWith("kale.pooler.channel-funds", "0.1");
    nextBlock();
    age(100);
    assertThat(there()).hasSize(2);
    restartWith("kale.pooler.channel-funds", "0.5");
    age(150);
    assertThat(there()).allSatisfy(it -> assertThat(lumens(it)).isGreaterThan(Xlm.parse("1.4")));
  }

  @Test
  void nothingOfASecretIsWrittenDown() throws IOException {
    nextBlock();
    age(due());
    String secret = FarmingSandbox.secret(FARMERS);
    assertThat(Files.readString(folder.resolve("channels"))).doesNotContain(secret);
    assertThat(Files.readString(journal())).doesNotContain(secret);
    assertThat(log).noneMatch(it -> it.contains(secret));
    assertThat(keys.toString()).doesNotContain(secret);
  }
}
