package org.kalepool.lab.sandbox;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.contract.CallTarget;
import org.kalepool.lab.sandbox.ledger.CreditAsset;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.transaction.SignedTransaction;
import org.kalepool.lab.sandbox.transaction.TxCode;
import org.kalepool.lab.sandbox.transaction.TxResult;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrAddresses;
import org.stellar.sdk.xdr.Operation;
import org.stellar.sdk.xdr.OperationType;
import org.stellar.sdk.xdr.PaymentOp;
import org.stellar.sdk.xdr.PaymentResultCode;

/**
 * The accounts and assets that a conversation names, with what its requests and refusals tell of
 * them: whether they were there, what they had sent, whom they trusted.
 */
final class SeenAccounts {
  private static final Pattern NO_TRUSTLINE =
      Pattern.compile("trustline entry is missing for account\", (G[A-Z2-7]{55})");

  private final byte[] networkId;
  private final Map<Address, Long> sequences = new HashMap<>();
  private final Set<Address> accounts = new TreeSet<>();
  private final Set<Address> absent = new HashSet<>();
  private final Set<Address> untrusting = new HashSet<>();
  private final Set<CreditAsset> assets = new LinkedHashSet<>();

  SeenAccounts(Conversation conversation, Sightings sightings, byte[] networkId) {
    this.networkId = networkId;
    for (Key key : sightings.keys()) {
      if (key instanceof Key.Trust trust) {
        assets.add(trust.asset());
      }
    }
    conversation.exchanges().forEach(this::look);
  }

  /** All that are named, but not whether they were there. */
  Set<Address> accounts() {
    return accounts;
  }

  /** Whether nothing tells that there was no such account at first. */
  boolean there(Address account) {
    return !absent.contains(account);
  }

  /** Whether nothing tells that it lacked the trustline. */
  boolean trusts(Address account) {
    return !untrusting.contains(account);
  }

  /** The sequence number at first; null if nothing that it sent was taken. */
  @Nullable Long sequence(Address account) {
    return sequences.get(account);
  }

  /** All that are named. */
  Set<CreditAsset> assets() {
    return assets;
  }

  private void look(Conversation.Exchange exchange) {
    Matcher missing = NO_TRUSTLINE.matcher(exchange.result().path("error").asText(""));
    if (missing.find()) {
      untrusting.add(Address.of(missing.group(1)));
    }
    if (exchange.result().path("status").asText().equals("FAILED")) {
      SignedTransaction.parse(exchange.result().path("envelopeXdr").asText(), networkId)
          .ifPresent(tx -> failed(exchange, tx));
    }
    if (!exchange.envelope().isEmpty()) {
      SignedTransaction.parse(exchange.envelope(), networkId).ifPresent(tx -> see(exchange, tx));
    }
  }

  /** A payment that failed may be the only sign of what its receiver lacks. */
  private void failed(Conversation.Exchange exchange, SignedTransaction tx) {
    List<PaymentResultCode> codes =
        ResultCodes.payments(exchange.result().path("resultXdr").asText());
    List<PaymentOp> payments =
        tx.operations().stream()
            .filter(op -> op.getBody().getDiscriminant() == OperationType.PAYMENT)
            .map(op -> op.getBody().getPaymentOp())
            .toList();
    for (int i = 0; i < Math.min(codes.size(), payments.size()); i++) {
      Address receiver = XdrAddresses.address(payments.get(i).getDestination());
      if (codes.get(i) == PaymentResultCode.PAYMENT_NO_TRUST) {
        untrusting.add(receiver);
      } else if (codes.get(i) == PaymentResultCode.PAYMENT_NO_DESTINATION) {
        absent.add(receiver);
      }
    }
  }

  private void see(Conversation.Exchange exchange, SignedTransaction tx) {
    boolean sent = exchange.method().equals("sendTransaction");
    String refusal = exchange.result().path("errorResultXdr").asText("");
    if (refusal.equals(TxResult.refused(TxCode.NO_ACCOUNT, 100).base64())) {
      absent.add(tx.source());
      return;
    }
    accounts.add(tx.source());
    accounts.add(tx.feeSource());
    if (sent && exchange.result().path("status").asText().equals("PENDING")) {
      sequences.putIfAbsent(tx.source(), tx.sequence() - 1);
    }
    tx.operations().forEach(operation -> see(tx, operation));
  }

  private void see(SignedTransaction tx, Operation operation) {
    var body = operation.getBody();
    if (body.getDiscriminant() == OperationType.CREATE_ACCOUNT) {
      absent.add(XdrAddresses.address(body.getCreateAccountOp().getDestination()));
    } else if (body.getDiscriminant() == OperationType.PAYMENT) {
      accounts.add(XdrAddresses.address(body.getPaymentOp().getDestination()));
      asset(CreditAsset.of(body.getPaymentOp().getAsset()));
    } else if (body.getDiscriminant() == OperationType.CHANGE_TRUST) {
      asset(CreditAsset.of(body.getChangeTrustOp().getLine()));
    } else if (body.getDiscriminant() == OperationType.INVOKE_HOST_FUNCTION
        && body.getInvokeHostFunctionOp().getHostFunction().getInvokeContract() != null) {
      CallTarget.of(body.getInvokeHostFunctionOp().getHostFunction().getInvokeContract())
          .args()
          .forEach(
              arg -> {
                if (arg instanceof Val.Addr(Address address) && address.isAccount()) {
                  accounts.add(address);
                }
              });
    }
    accounts.add(tx.source(operation));
  }

  private void asset(@Nullable CreditAsset asset) {
    if (asset != null) {
      assets.add(asset);
    }
  }
}
