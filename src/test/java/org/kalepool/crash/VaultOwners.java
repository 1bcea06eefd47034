package org.kalepool.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.lab.LabContracts;
import org.kalepool.lab.sandbox.Sandbox;
import org.stellar.sdk.KeyPair;

/**
 * The contracts that vaults need, and the owners of the scenario's vaults, who pay in and stop by
 * transactions of their own. The life of stakes is so short that covers are claimed while stakes
 * are out, which pays them, and their vaults pay them back when they are harvested.
 */
final class VaultOwners {
  private static final String CLAIMED =
      "select count(*) from deeds where state = 'LANDED' and action = 'COVER'";
  private static final String BOND = "select coalesce(sum(kale), 0) from booked_bonds";
  private static final String PAID_BY_ITS_BOOKS =
      "select coalesce(sum(shares), 0) from booked_bonds";
  private static final String PAID_BY_VAULTS =
      """
      select coalesce(sum(l.amount), 0) from vaults v join journal_lines l
        on l.asset = 'KALE' and (l.account = 'cover:' || v.farmer_id
          or l.account like 'pooler-share:' || v.farmer_id || ':%')
      """;

  /** To the pool contract, of which each vault has a cover. */
  private static final Kale GIVEN = Kale.parse("1000");

  private static final Kale COVER = Kale.parse("25");
  private static final Kale DEPOSIT = Kale.parse("500");
  private static final long LIFE = 3;
  private static final KeyPair OPERATOR =
      KeyPair.fromSecretSeed(Sha256.of("crash scenario/the pooler's wallet"));

  private final Sandbox sandbox;
  private final Address batch;
  private final Address contract;

  /** What owners had before they paid anything in. */
  private final Map<Address, Kale> before = new LinkedHashMap<>();

  /** Puts the contracts on the network. */
  VaultOwners(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.batch = LabContracts.batch(sandbox);
    this.contract = LabContracts.pool(sandbox, Address.of(OPERATOR.getAccountId()), LIFE);
    assertThat(sandbox.pays("bond", contract, GIVEN)).isTrue();
  }

  /** By which the pool farms from vaults; works near a block's end go by themselves. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("kale.pooler.secret", String.valueOf(OPERATOR.getSecretSeed()));
    settings.put("kale.batch.contract-id", batch.text());
    settings.put("kale.batch.single-works", "60s");
    settings.put("kale.vault.contract-id", contract.text());
    settings.put("kale.vault.cover", COVER.toString());
    return settings;
  }

  /** Has a wallet, and KALE in it. */
  Address opens(String name) {
    Address owner = sandbox.person(name);
    before.put(owner, sandbox.kale(owner).orElseThrow());
    return owner;
  }

  void paysIn(String name, Address vault) {
    assertThat(sandbox.pays(name, vault, DEPOSIT)).isTrue();
  }

  void stops(String name, Address vault) {
    assertThat(sandbox.stops(name, vault)).isTrue();
  }

  /**
   * What such an owner has of what it had; nothing of other accounts.
   *
   * @param deposits stroops that it has paid in, less than zero, as the books have them
   */
  long left(Address account, long deposits) {
    Kale had = before.get(account);
    return had == null ? 0 : Math.addExact(had.stroops(), deposits);
  }

  /** Whether a cover was claimed, and the pool contract's books have followed. */
  boolean areSettled(DataSource database) {
    try (Connection connection = database.getConnection()) {
      return number(connection, CLAIMED) > 0 && number(connection, BOND) == bond();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** The pool contract has what it was given and vaults paid it, by its books and by theirs. */
  List<String> wrong(Connection connection) throws SQLException {
    long paid = bond() - GIVEN.stroops();
    List<String> wrong = new ArrayList<>();
    for (String books : List.of(PAID_BY_ITS_BOOKS, PAID_BY_VAULTS)) {
      long booked = number(connection, books);
      if (booked != paid) {
        wrong.add("vaults paid the bond " + paid + ", the books say " + booked + ": " + books);
      }
    }
    return wrong;
  }

  private long bond() {
    return sandbox.kale(contract).orElse(Kale.ZERO).stroops();
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement query = connection.createStatement();
        ResultSet row = query.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
