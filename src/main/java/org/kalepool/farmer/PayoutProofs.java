package org.kalepool.farmer;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.kalepool.db.DatabaseFailures;
import org.kalepool.kale.Address;
import org.kalepool.kale.Sha256;
import org.kalepool.web.Audit;
import org.kalepool.web.Caller;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/**
 * Signatures by which a payout wallet's owner shows that a farmer is its own, so that nobody who
 * names the same wallet stands in its way. What is signed is a text that wallets show (SEP-53); it
 * names farmer and custodial wallet, so that it proves nothing for anybody else.
 */
@Singleton
final class PayoutProofs {
  private static final String SIGNATURE = "signature";
  private static final byte[] PREFIX =
      "Stellar Signed Message:\n".getBytes(StandardCharsets.US_ASCII);

  private final FarmerRepository repository;
  private final StoredFarmers farmers;
  private final Audit audit;

  PayoutProofs(FarmerRepository repository, StoredFarmers farmers, Audit audit) {
    this.repository = repository;
    this.farmers = farmers;
    this.audit = audit;
  }

  /** What the payout wallet's key is to sign. */
  String message(UUID farmer, Address custodial) {
    return "kale-pool: farmer %s with the custodial wallet %s is paid out to this wallet."
        .formatted(farmer, custodial);
  }

  /**
   * Takes a proof. Idempotent.
   *
   * @param signed 64 bytes
   * @param by who gives it; that an operator does is announced
   * @throws ProblemException if it is none; nothing was changed then
   */
  void take(Farmer farmer, byte[] signed, String by) {
    if (by.equals(Caller.OPERATOR)) {
      audit.announce(new Audit.Command("payout-proof", farmer.id().toString(), null));
    }
    if (farmer.destination().isShared() || !farmer.payout().isAccount()) {
      throw ProblemException.invalid(
          SIGNATURE, "cannot be given for an exchange's address: the first that pays has it");
    }
    byte[] hash = hash(message(farmer.id(), farmer.custodial()));
    if (!Ed25519.verify(signed, 0, farmer.payout().bytes(), 0, hash, 0, hash.length)) {
      throw ProblemException.invalid(
          SIGNATURE,
          "is not that of the payout wallet's key over payout_proof_message, signed as SEP-53 has"
              + " it");
    }
    QuarkusTransaction.requiringNew().run(() -> proven(farmer));
  }

  private void proven(Farmer farmer) {
    farmers.lock(farmer.id());
    try {
      repository.proven(farmer.id());
    } catch (PersistenceException e) {
      if (DatabaseFailures.isUniqueViolation(e, "farmers_payout")) {
        throw new ProblemException(
            ProblemKind.PAYOUT_WALLET_TAKEN, "Another farmer has proved the same wallet.");
      }
      throw e;
    }
  }

  private static byte[] hash(String message) {
    MessageDigest sha256 = Sha256.digest();
    sha256.update(PREFIX);
    return sha256.digest(message.getBytes(StandardCharsets.UTF_8));
  }
}
