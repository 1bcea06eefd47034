package org.kalepool.stellar.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Movements.Kind;
import org.kalepool.stellar.chain.ContractEvents.Moved;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.xdr.ScVals;
import org.kalepool.stellar.xdr.Xdr;
import org.kalepool.stellar.xdr.XdrException;

class ContractEventsTest {
  private static final Address FARMER = Address.account(new byte[32]);
  private static final Address OTHER = Address.contract(new byte[32]);

  private static String address(Address address) {
    return Xdr.base64(ScVals.address(address)::encode);
  }

  private static String words(int length, int... words) {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    for (int word : words) {
      bytes.putInt(word);
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static Rpc.EventInfo transfer(String to) {
    String amount = words(20, 10, 0, 0, 0, 77);
    List<String> topic = List.of(EventPages.symbol("transfer"), address(FARMER), to);
    return new Rpc.EventInfo("contract", 5, null, "1", null, null, true, topic, amount);
  }

  @Test
  void aPaymentIntoAClaimableBalanceDoesNotKeepARestoredFarmerWaiting() {
    assertThat(ContractEvents.moved(transfer(words(44, 18, 3, 0, 0x1234)), FARMER))
        .contains(new Moved(Kind.SENT, Kale.ofStroops(77), null));
  }

  @Test
  void aReceiverThatWasCutOffPassesForNoClaimableBalance() {
    Rpc.EventInfo cut = transfer(words(40, 18, 3, 0, 0x1234));
    assertThatThrownBy(() -> ContractEvents.moved(cut, FARMER)).isInstanceOf(XdrException.class);
  }

  @Test
  void whoWasPaidIsTold() {
    assertThat(ContractEvents.moved(transfer(address(OTHER)), FARMER))
        .contains(new Moved(Kind.SENT, Kale.ofStroops(77), OTHER));
    assertThat(ContractEvents.moved(transfer(address(OTHER)), OTHER)).isEmpty();
  }
}
