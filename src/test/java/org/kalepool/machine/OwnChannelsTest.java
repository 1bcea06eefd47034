package org.kalepool.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.FarmingSandbox;
import org.kalepool.settings.SettingsOf;

/** How the machine looks after its channels: made, filled up, found again, given up. */
final class OwnChannelsTest extends OwnSendingFixture {
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
