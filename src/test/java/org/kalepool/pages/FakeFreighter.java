package org.kalepool.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.kalepool.kale.Address;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.Network;
import org.stellar.sdk.Transaction;

/**
 * A wallet in the browser as pages see it: messages of the window, answered from outside of the
 * page. It holds a key and really signs with it.
 */
final class FakeFreighter {
  private static final String EXTENSION =
      """
      window.freighter = true;
      window.addEventListener('message', async function (event) {
        const asked = event.data;
        if (event.source !== window || !asked || asked.source !== 'FREIGHTER_EXTERNAL_MSG_REQUEST') {
          return;
        }
        const answer = JSON.parse(await window.fakeFreighter(JSON.stringify(asked)));
        answer.source = 'FREIGHTER_EXTERNAL_MSG_RESPONSE';
        answer.messagedId = asked.messageId;
        window.postMessage(answer, window.location.origin);
      });
      """;

  private static final Map<String, Object> REJECTED =
      Map.of("apiError", Map.of("code", -4, "message", "The user rejected this request."));

  private final ObjectMapper json = new ObjectMapper();
  private final KeyPair key = KeyPair.random();
  private final String network;
  private Mood mood = Mood.WILLING;

  /** What its owner does. */
  enum Mood {
    WILLING,
    KEEPS_THE_ADDRESS,
    DOES_NOT_SIGN,
    IS_LOCKED,
    IS_ELSEWHERE
  }

  /**
   * @param network the passphrase of the one that it is on
   */
  FakeFreighter(String network) {
    this.network = network;
  }

  Address address() {
    return Address.of(key.getAccountId());
  }

  void is(Mood now) {
    mood = now;
  }

  /** Puts it into the browser, for every page that is opened from now on. */
  void install(Page page) {
    page.exposeFunction("fakeFreighter", asked -> answer((String) asked[0]));
    page.addInitScript(EXTENSION);
  }

  private String answer(String asked) {
    try {
      JsonNode request = json.readTree(asked);
      return json.writeValueAsString(
          switch (request.path("type").asText()) {
            case "REQUEST_CONNECTION_STATUS" -> Map.of("isConnected", true);
            case "REQUEST_ACCESS" -> access();
            case "REQUEST_NETWORK_DETAILS" ->
                Map.of(
                    "networkDetails",
                    mood == Mood.IS_ELSEWHERE
                        ? Map.of("network", "FUTURENET", "networkPassphrase", "elsewhere")
                        : Map.of("network", "POOL", "networkPassphrase", network));
            case "SUBMIT_TRANSACTION" ->
                mood == Mood.DOES_NOT_SIGN
                    ? REJECTED
                    : Map.of("signedTransaction", signed(request.path("transactionXdr").asText()));
            default -> throw new IllegalStateException("Freighter knows no " + asked);
          });
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Object> access() {
    return switch (mood) {
      case KEEPS_THE_ADDRESS -> REJECTED;
      case IS_LOCKED -> Map.of("publicKey", "");
      default -> Map.of("publicKey", key.getAccountId());
    };
  }

  private String signed(String envelope) {
    try {
      Transaction transaction =
          (Transaction) Transaction.fromEnvelopeXdr(envelope, new Network(network));
      transaction.sign(key);
      return transaction.toEnvelopeXdrBase64();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
