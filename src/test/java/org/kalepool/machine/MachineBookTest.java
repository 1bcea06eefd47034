package org.kalepool.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.machine.MachineBook.Self;
import org.kalepool.machine.MachinePage.PlantedPail;
import org.kalepool.machine.MachinePage.SentFind;
import org.kalepool.work.Find;

final class MachineBookTest {
  private static final UUID ALICE = new UUID(1, 1);
  private static final UUID BOB = new UUID(1, 2);
  private static final Find THREE = new Find(-1, new Hash("000" + "a".repeat(61)));
  private static final Find FIVE = new Find(7, new Hash("00000" + "b".repeat(59)));
  private static final Self SELF =
      new Self(ALICE, "G-wallet", "A passphrase with spaces ; 2026", "C-contract", "KALE:G");

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("journal");
  }

  private static PlantedPail pail(UUID farmer) {
    return new PlantedPail(farmer, 12, Address.account(new byte[32]), 5, 1_000);
  }

  @Test
  void whatWasWrittenIsThereAfterAProcessThatWasKilled() {
    MachineBook killed = MachineBook.open(file());
    killed.self(SELF);
    killed.planted(8, List.of(pail(ALICE), pail(BOB)));
    killed.keep(8, Map.of(ALICE, List.of(FIVE, THREE)));
    killed.sent(8, ALICE, new SentFind(THREE, 1_020));
    killed.reported(7);
    try (MachineBook book = MachineBook.open(file())) {
      assertThat(book.self()).contains(SELF);
      assertThat(book.farmers(8)).containsExactly(pail(ALICE), pail(BOB));
      assertThat(book.kept(8, List.of(ALICE, BOB))).isEqualTo(Map.of(ALICE, List.of(THREE, FIVE)));
      assertThat(book.sent(8, ALICE)).containsExactly(new SentFind(THREE, 1_020));
      assertThat(book.unreported(9)).containsExactly(8L);
    }
  }

  @Test
  void aTornLastLineCostsNothingButItself() throws IOException {
    MachineBook killed = MachineBook.open(file());
    killed.keep(8, Map.of(ALICE, List.of(THREE)));
    killed.keep(8, Map.of(BOB, List.of(FIVE)));
    byte[] all = Files.readAllBytes(file());
    Files.write(file(), java.util.Arrays.copyOf(all, all.length - 9));
    try (MachineBook book = MachineBook.open(file())) {
      assertThat(book.kept(8, List.of(ALICE, BOB))).isEqualTo(Map.of(ALICE, List.of(THREE)));
      book.keep(8, Map.of(BOB, List.of(FIVE)));
    }
    try (MachineBook book = MachineBook.open(file())) {
      assertThat(book.kept(8, List.of(ALICE, BOB))).hasSize(2);
    }
  }

  @Test
  void aDamagedLineIsLeftOut() throws IOException {
    MachineBook killed = MachineBook.open(file());
    killed.keep(8, Map.of(ALICE, List.of(THREE)));
    killed.keep(8, Map.of(BOB, List.of(FIVE)));
    String text = Files.readString(file());
    Files.writeString(file(), text.replaceFirst("000aaa", "000aab"));
    Files.writeString(file(), "x\n\n", StandardOpenOption.APPEND);
    try (MachineBook book = MachineBook.open(file())) {
      assertThat(book.kept(8, List.of(ALICE, BOB))).isEqualTo(Map.of(BOB, List.of(FIVE)));
    }
  }

  @Test
  void blocksThatAreReportedAreForgottenAndOthersNot() throws IOException {
    try (MachineBook book = MachineBook.open(file())) {
      for (long block = 1; block <= 5; block++) {
        book.planted(block, List.of(pail(ALICE)));
        book.keep(block, Map.of(ALICE, List.of(THREE)));
      }
      book.reported(1);
      book.reported(3);
      long before = Files.size(file());
      book.prune(5);
      assertThat(book.farmers(1)).isEmpty();
      assertThat(book.unreported(5)).containsExactly(2L, 4L);
      assertThat(Files.size(file())).isLessThan(before);
      book.prune(1_000);
      assertThat(book.unreported(1_000)).isEmpty();
    }
  }

  @Test
  void onlyItsOwnerMayReadTheFile() throws IOException {
    try (MachineBook book = MachineBook.open(file())) {
      book.reported(1);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aFileThatCannotBeWrittenStopsNobodyAndIsWrittenAnewLater() throws IOException {
    try (MachineBook book = MachineBook.open(file())) {
      book.close();
      Path away = folder.resolveSibling(folder.getFileName() + "-away");
      Files.move(folder, away);
      book.keep(8, Map.of(ALICE, List.of(THREE)));
      assertThat(book.trouble()).isPresent();
      assertThat(book.kept(8, List.of(ALICE))).hasSize(1);
      Files.move(away, folder);
      book.keep(8, Map.of(BOB, List.of(FIVE)));
      assertThat(book.trouble()).isEmpty();
    }
    try (MachineBook book = MachineBook.open(file())) {
      assertThat(book.kept(8, List.of(ALICE, BOB))).hasSize(2);
    }
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    Path nowhere = folder.resolve("nowhere").resolve("journal");
    assertThatThrownBy(() -> MachineBook.open(nowhere))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(nowhere.toString());
  }
}
