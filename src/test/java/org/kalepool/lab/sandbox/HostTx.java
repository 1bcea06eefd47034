package org.kalepool.lab.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Sha256;
import org.kalepool.lab.sandbox.ledger.CreditAsset;
import org.kalepool.lab.sandbox.xdr.ScValReader;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrAddresses;
import org.kalepool.lab.sandbox.xdr.XdrOut;
import org.stellar.sdk.KeyPair;

/** Host functions as today's clients send them, which the SDK in use cannot write. */
final class HostTx {
  private final SteppedSandbox network;
  private final byte[] networkId;

  HostTx(SteppedSandbox network) {
    this.network = network;
    String passphrase = network.sandbox.config().passphrase();
    this.networkId = Sha256.of(passphrase.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] upload(byte[] wasm) {
    return new XdrOut().int32(2).opaque(wasm).bytes();
  }

  static byte[] create(Address deployer, byte[] salt, Hash code, Val... args) {
    XdrOut out = new XdrOut().int32(3).int32(0);
    XdrAddresses.writeScAddress(out, deployer);
    out.raw(salt).int32(0).raw(code.bytes());
    return list(out, args).bytes();
  }

  /**
   * @param asset null for lumens
   */
  static byte[] createFrom(@Nullable CreditAsset asset) {
    XdrOut out = new XdrOut().int32(1).int32(1);
    CreditAsset.write(out, asset);
    return out.int32(1).bytes();
  }

  static byte[] call(Address contract, String function, Val... args) {
    XdrOut out = new XdrOut().int32(0);
    XdrAddresses.writeScAddress(out, contract);
    return list(out.string(function), args).bytes();
  }

  private static XdrOut list(XdrOut out, Val... args) {
    out.int32(args.length);
    Arrays.stream(args).forEach(arg -> arg.write(out));
    return out;
  }

  JsonNode simulate(Address source, byte[] hostFunction) {
    byte[] tx = transaction(source, 100, hostFunction, List.of(), null);
    byte[] envelope = new XdrOut().int32(2).raw(tx).int32(0).bytes();
    return network.result("simulateTransaction", network.params("transaction", base64(envelope)));
  }

  /** What a simulation says that a call returns. */
  Val value(Address source, byte[] hostFunction) {
    return value(simulate(source, hostFunction));
  }

  /** What this simulation says that its call returns. */
  static Val value(JsonNode simulation) {
    String xdr = simulation.path("results").path(0).path("xdr").asText();
    if (xdr.isEmpty()) {
      throw new AssertionError(simulation.toString());
    }
    return ScValReader.of(Base64.getDecoder().decode(xdr));
  }

  /** Simulates, signs, sends, closes a ledger and returns the transaction as it landed. */
  JsonNode land(KeyPair source, byte[] hostFunction) {
    return land(source, hostFunction, simulate(SteppedSandbox.address(source), hostFunction));
  }

  /** The same with a simulation that has been made. */
  JsonNode land(KeyPair source, byte[] hostFunction, JsonNode simulation) {
    Address account = SteppedSandbox.address(source);
    if (simulation.has("error")) {
      throw new AssertionError(simulation.path("error").asText());
    }
    List<String> auth =
        simulation
            .path("results")
            .path(0)
            .path("auth")
            .valueStream()
            .map(JsonNode::asText)
            .toList();
    byte[] tx =
        transaction(
            account,
            100 + simulation.path("minResourceFee").asLong(),
            hostFunction,
            auth,
            simulation.path("transactionData").asText());
    byte[] hash = Sha256.of(new XdrOut().raw(networkId).int32(2).raw(tx).bytes());
    XdrOut envelope = new XdrOut().int32(2).raw(tx).int32(1);
    envelope.raw(Arrays.copyOfRange(account.bytes(), 28, 32)).opaque(source.sign(hash));
    return network.land(envelope.base64());
  }

  private byte[] transaction(
      Address source, long fee, byte[] hostFunction, List<String> auth, @Nullable String data) {
    XdrOut out = new XdrOut().int32(0).raw(source.bytes()).uint32(fee);
    out.int64(network.nextSequence(source)).int32(0).int32(0).int32(1);
    out.int32(0).int32(24).raw(hostFunction).int32(auth.size());
    auth.forEach(entry -> out.raw(Base64.getDecoder().decode(entry)));
    if (data == null) {
      return out.int32(0).bytes();
    }
    return out.int32(1).raw(Base64.getDecoder().decode(data)).bytes();
  }

  /** Where a contract comes to be that this account makes with this salt. */
  Address address(Address deployer, byte[] salt) {
    XdrOut preimage = new XdrOut().int32(8).raw(networkId).int32(0);
    XdrAddresses.writeScAddress(preimage, deployer);
    return Address.contract(Sha256.of(preimage.raw(salt).bytes()));
  }

  private static String base64(byte[] xdr) {
    return Base64.getEncoder().encodeToString(xdr);
  }
}
