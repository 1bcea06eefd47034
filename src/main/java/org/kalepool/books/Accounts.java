package org.kalepool.books;

import java.util.UUID;
import org.kalepool.kale.Address;

/** Names of the accounts; the package's description says what each holds. */
final class Accounts {
  private Accounts() {}

  static String custody(UUID farmer) {
    return "custody:" + farmer;
  }

  static String pail(UUID farmer) {
    return "pail:" + farmer;
  }

  static String deposits(UUID farmer) {
    return "deposits:" + farmer;
  }

  static String rewards(UUID farmer) {
    return "rewards:" + farmer;
  }

  static String forfeits(UUID farmer) {
    return "forfeits:" + farmer;
  }

  static String owed(UUID farmer, UUID pooler) {
    return "owed:" + farmer + ":" + pooler;
  }

  static String poolerDebt(UUID pooler) {
    return "pooler-debt:" + pooler;
  }

  static String payout(UUID farmer) {
    return "payout:" + farmer;
  }

  static String poolerShare(UUID farmer, UUID pooler) {
    return "pooler-share:" + farmer + ":" + pooler;
  }

  static String poolerPaid(UUID pooler) {
    return "pooler-paid:" + pooler;
  }

  static String bond(UUID pooler) {
    return "bond:" + pooler;
  }

  static String bondDeposits(UUID pooler) {
    return "bond-deposits:" + pooler;
  }

  static String xlm(UUID farmer) {
    return "xlm:" + farmer;
  }

  static String xlmDeposits(UUID farmer) {
    return "xlm-deposits:" + farmer;
  }

  static String fees(UUID farmer) {
    return "fees:" + farmer;
  }

  static String xlmPayout(UUID farmer) {
    return "xlm-payout:" + farmer;
  }

  static String advanced(UUID farmer) {
    return "advanced:" + farmer;
  }

  static String claimReserve(UUID farmer) {
    return "claim-reserve:" + farmer;
  }

  static String xlmOwed(UUID farmer) {
    return "xlm-owed:" + farmer;
  }

  static String poolerXlmDebt(UUID pooler) {
    return "pooler-xlm-debt:" + pooler;
  }

  static String corrections(UUID farmer) {
    return "corrections:" + farmer;
  }

  static String xlmCorrections(UUID farmer) {
    return "xlm-corrections:" + farmer;
  }

  static String poolXlm(String account) {
    return "pool-xlm:" + account;
  }

  static String poolFees(String account) {
    return "pool-fees:" + account;
  }

  static String cover(UUID farmer) {
    return "cover:" + farmer;
  }

  static String vaultBond(Address contract) {
    return "vault-bond:" + contract;
  }

  static String vaultShares(Address contract) {
    return "vault-shares:" + contract;
  }

  static String vaultBondDeposits(Address contract) {
    return "vault-bond-deposits:" + contract;
  }
}
