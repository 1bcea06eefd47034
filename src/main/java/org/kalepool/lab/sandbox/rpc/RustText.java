package org.kalepool.lab.sandbox.rpc;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.ledger.CreditAsset;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.xdr.ScValReader;
import org.kalepool.lab.sandbox.xdr.Val;

/** Keys as a node's program shows them in its errors. */
final class RustText {
  private RustText() {}

  static String of(Key key) {
    return switch (key) {
      case Key.Account account ->
          "Account(LedgerKeyAccount { account_id: " + account(account.account()) + " })";
      case Key.Trust trust ->
          "Trustline(LedgerKeyTrustLine { account_id: "
              + account(trust.account())
              + ", asset: "
              + asset(trust.asset())
              + " })";
      case Key.Code code ->
          "ContractCode(LedgerKeyContractCode { hash: " + hash(code.hash().hex()) + " })";
      case Key.Instance instance -> data(instance.contract(), "LedgerKeyContractInstance", false);
      case Key.Nonce nonce ->
          data(
              nonce.address(), "LedgerKeyNonce(ScNonceKey { nonce: " + nonce.nonce() + " })", true);
      case Key.BlockAt block -> data(block.contract(), value(block.name()), true);
      case Key.PailOf pail -> data(pail.contract(), value(pail.name()), true);
      case Key.Stored stored ->
          data(
              stored.contract(),
              value(ScValReader.of(HexFormat.of().parseHex(stored.name()))),
              stored.temporary());
      default -> key.base64();
    };
  }

  private static String data(Address contract, String key, boolean temporary) {
    return "ContractData(LedgerKeyContractData { contract: "
        + address(contract)
        + ", key: "
        + key
        + ", durability: "
        + (temporary ? "Temporary" : "Persistent")
        + " })";
  }

  private static String account(Address account) {
    String key = HexFormat.of().formatHex(account.bytes());
    return "AccountId(PublicKeyTypeEd25519(Uint256(" + key + ")))";
  }

  private static String address(Address address) {
    return address.isAccount()
        ? "Account(" + account(address) + ")"
        : "Contract(ContractId(" + hash(HexFormat.of().formatHex(address.bytes())) + "))";
  }

  private static String hash(String hex) {
    return "Hash(" + hex + ")";
  }

  private static String asset(CreditAsset asset) {
    int length = asset.code().length() <= 4 ? 4 : 12;
    return "CreditAlphanum"
        + length
        + "(AlphaNum"
        + length
        + " { asset_code: AssetCode"
        + length
        + "("
        + asset.code()
        + "), issuer: "
        + account(asset.issuer())
        + " })";
  }

  private static String value(Val value) {
    return switch (value) {
      case Val.Sym(String text) -> "Symbol(ScSymbol(StringM(" + text + ")))";
      case Val.Str(String text) -> "String(ScString(StringM(" + text + ")))";
      case Val.U32(long number) -> "U32(" + number + ")";
      case Val.U64(long number) -> "U64(" + Long.toUnsignedString(number) + ")";
      case Val.I64(long number) -> "I64(" + number + ")";
      case Val.Bool(boolean is) -> "Bool(" + is + ")";
      case Val.Bytes(String hex) -> "Bytes(ScBytes(BytesM(" + hex + ")))";
      case Val.Addr(Address who) -> "Address(" + address(who) + ")";
      case Val.Items(List<Val> items) ->
          items.stream()
              .map(RustText::value)
              .collect(Collectors.joining(", ", "Vec(Some(ScVec(VecM([", "]))))"));
      default -> value.text();
    };
  }
}
