package org.kalepool.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Sha256;
import org.kalepool.testing.StageFixture.Planter;

/** A vault that nothing is planted from, and what happens to it on chain. */
abstract class VaultBooksFixture extends RecoveryFixture {
  static final Address POOL = Address.contract(Sha256.of("the pool contract"));
  static final Address OWNER = Address.account(Sha256.of("an owner"));
  static final Address EXCHANGE = Address.account(Sha256.of("an exchange"));

  @Inject Event<PlantFound> planted;
  @Inject Event<PailWrittenOff> writtenOff;

  Planter farmer;
  int transactions;

  @BeforeEach
  void aVault() {
    farmer = fixture.vault(POOL, OWNER);
    // so that nothing is planted from it
    fixture.move(farmer, "ACTIVE", "SUSPENDED");
    chain.contract(POOL, Kale.parse("1000"));
    nextLedger();
  }

  Hash pays(Address from, Address to, String amount) {
    Hash transaction = Hash.of(Sha256.of("transaction " + ++transactions));
    chain.pay(from, to, Kale.parse(amount), transaction);
    return transaction;
  }

  List<String> kinds() {
    return fixture.rows(
        "select kind from journal_entries where farmer_id = ? order by id", farmer.id());
  }

  Statement statement() {
    return statements.of(farmer.id()).orElseThrow();
  }

  /** Of a running or later block, which nobody harvests yet. */
  void plant(long block, Kale stake) {
    Pail pail = new Pail(chain.now().ledger(), null, BigInteger.valueOf(stake.stroops()), null);
    chain.putPail(farmer.custodial(), block, pail);
    chain.setKale(farmer.custodial(), chain.kale(farmer.custodial()).minus(stake));
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                planted.fire(
                    new PlantFound(
                        farmer.id(), block, stake, chain.now().ledger(), null, pail, false, true)));
  }

  void lose(long block, Kale stake) {
    chain.removePail(farmer.custodial(), block);
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                writtenOff.fire(
                    new PailWrittenOff(
                        farmer.id(), block, stake, Debtor.POOLER, "GONE", chain.now().ledger())));
  }

  void agrees(Map<Long, Kale> open) {
    assertThat(books.position(farmer.id()).custody()).isEqualTo(chain.kale(farmer.custodial()));
    Kale staked = open.values().stream().reduce(Kale.ZERO, Kale::plus);
    assertThat(books.position(farmer.id()).staked()).isEqualTo(staked);
    Statement is = statement();
    assertThat(
            is.deposited()
                + is.earned()
                - is.forfeited()
                + is.compensation()
                - is.poolerShare()
                - is.paidOut())
        .isEqualTo(is.stillOpen());
  }
}
