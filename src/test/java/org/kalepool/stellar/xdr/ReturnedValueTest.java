package org.kalepool.stellar.xdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kalepool.kale.Sha256;
import org.kalepool.stellar.RecordedLines;
import org.stellar.sdk.xdr.InvokeHostFunctionResult;
import org.stellar.sdk.xdr.InvokeHostFunctionResultCode;
import org.stellar.sdk.xdr.OperationResultCode;
import org.stellar.sdk.xdr.OperationType;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.TransactionResult;

/** What calls returned, against the hash that a real ledger's result has of it. */
class ReturnedValueTest {
  @ParameterizedTest
  @ValueSource(strings = {"contracts.jsonl", "contracts-lives.jsonl", "rpc.jsonl"})
  void isWhatTheResultHasTheHashOf(String file) {
    int seen = 0;
    for (JsonNode line : RecordedLines.read(file)) {
      JsonNode looked = line.path("answer").path("result");
      byte[] hash = success(looked);
      if (hash.length == 0) {
        continue;
      }
      SCVal value = ReturnedValue.of(looked.path("resultMetaXdr").asText());
      assertThat(Sha256.of(image(value, looked)))
          .as(looked.path("txHash").asText())
          .isEqualTo(hash);
      seen++;
    }
    assertThat(seen).isPositive();
  }

  @Test
  void whatIsNoMetaIsRefused() {
    assertThatThrownBy(() -> ReturnedValue.of(null)).isInstanceOf(XdrException.class);
    assertThatThrownBy(() -> ReturnedValue.of("AAAABQAAAAA="))
        .isInstanceOf(XdrException.class)
        .hasMessageContaining("version 5");
    assertThatThrownBy(() -> ReturnedValue.of("AAAABAAAAAA=")).isInstanceOf(XdrException.class);
  }

  /** Of a contract call that landed; empty for all else. */
  private static byte[] success(JsonNode looked) {
    if (!looked.path("status").asText().equals("SUCCESS")
        || !looked.path("resultMetaXdr").isTextual()) {
      return new byte[0];
    }
    TransactionResult result =
        Xdr.read("a result", looked.path("resultXdr").asText(), TransactionResult::decode);
    if (result.getResult().getResults() == null
        || result.getResult().getResults()[0].getDiscriminant() != OperationResultCode.opINNER
        || result.getResult().getResults()[0].getTr().getDiscriminant()
            != OperationType.INVOKE_HOST_FUNCTION) {
      return new byte[0];
    }
    InvokeHostFunctionResult invoked =
        result.getResult().getResults()[0].getTr().getInvokeHostFunctionResult();
    return invoked.getDiscriminant() == InvokeHostFunctionResultCode.INVOKE_HOST_FUNCTION_SUCCESS
        ? invoked.getSuccess().getHash()
        : new byte[0];
  }

  private static byte[] image(SCVal value, JsonNode looked) {
    List<byte[]> events = new ArrayList<>();
    for (JsonNode event : looked.path("events").path("contractEventsXdr").path(0)) {
      events.add(Base64.getDecoder().decode(event.asText()));
    }
    return Xdr.bytes(
        out -> {
          value.encode(out);
          out.writeInt(events.size());
          for (byte[] event : events) {
            out.write(event);
          }
        });
  }
}
