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
 * A wallet in the browser as pages see it, answered from outside of the page. It holds a key and
 * really signs with it.
 */
final class FakeWallet {
  private final ObjectMapper json = new ObjectMapper();
  private final KeyPair key = KeyPair.random();
  private final Kind kind;
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

  /** Whose interface it has; {@code call} asks the owner. */
  enum Kind {
    FREIGHTER(
        """
        window.freighter = true;
        listen('FREIGHTER', async function (asked) {
          if (asked.type === 'REQUEST_CONNECTION_STATUS') { return { isConnected: true }; }
          const got = asked.type === 'SUBMIT_TRANSACTION' ? await call('sign', asked.transactionXdr)
            : await call(asked.type === 'REQUEST_ACCESS' ? 'address' : 'network');
          return got.refused
            ? { apiError: { code: -4, message: 'The user rejected this request.' } }
            : { publicKey: got.address, signedTransaction: got.signed,
                networkDetails: { network: got.network, networkPassphrase: got.passphrase } };
        });
        """),
    XBULL(
        """
        const said = (got, answer) =>
          got.refused ? { error: { code: -1, message: 'Sign request denied' } } : answer;
        window.xBullSDK = {
          getAddress: async function () {
            const got = await call('address');
            return said(got, { address: got.address });
          },
          getNetwork: async function () {
            const got = await call('network');
            return { network: got.network, networkPassphrase: got.passphrase };
          },
          signTransaction: async function (wish) {
            const got = await call('sign', wish.xdr);
            return said(got, { signedTxXdr: got.signed, signerAddress: wish.opts.address });
          }
        };
        """),
    LOBSTR(
        """
        listen('LOBSTR', async function (asked) {
          if (asked.type === 'REQUEST_CONNECTION_STATUS') { return { isConnected: true }; }
          if (asked.type === 'SIGN_TRANSACTION' && asked.connectionKey !== 'of this account') {
            return { error: 'The connection key is missing' };
          }
          const got = asked.type === 'SIGN_TRANSACTION' ? await call('sign', asked.transactionXdr)
            : await call('address');
          return got.refused ? { error: 'User declined access' }
            : { publicKey: got.address, connectionKey: 'of this account',
                signedTransaction: got.signed };
        });
        """),
    RABET(
        """
        const said = (got, answer) =>
          got.refused ? Promise.reject({ error: 'user-rejected' }) : answer;
        window.rabet = {
          connect: async function () {
            const got = await call('address');
            return said(got, { publicKey: got.address });
          },
          getNetwork: async function () {
            const got = await call('network');
            return { network: got.network, passphrase: got.passphrase };
          },
          sign: async function (xdr, network) {
            if (network !== 'testnet') { throw { error: 'not on ' + network }; }
            const got = await call('sign', xdr);
            return said(got, { xdr: got.signed });
          }
        };
        """),
    HANA(
        """
        const said = function (got, answer) {
          if (got.refused) { throw new Error('User rejected the request'); }
          return answer;
        };
        window.hanaWallet = { stellar: {
          getPublicKey: async function () {
            const got = await call('address');
            return said(got, got.address);
          },
          getNetworkDetails: async function () {
            const got = await call('network');
            return { network: got.network, networkPassphrase: got.passphrase };
          },
          signTransaction: async function (wish) {
            const got = await call('sign', wish.xdr);
            return said(got, got.signed);
          }
        } };
        """);

    private final String script;

    Kind(String script) {
      this.script = script;
    }
  }

  private static final String EXTENSION =
      """
      (function () {
        const call = async (type, xdr) =>
          JSON.parse(await window.fakeKIND(JSON.stringify({ type: type, xdr: xdr })));
        const listen = (prefix, answer) => window.addEventListener('message', async function (event) {
          const asked = event.data;
          if (event.source !== window || !asked
              || asked.source !== prefix + '_EXTERNAL_MSG_REQUEST') {
            return;
          }
          window.postMessage(Object.assign({ source: prefix + '_EXTERNAL_MSG_RESPONSE',
            messagedId: asked.messageId }, await answer(asked)), window.location.origin);
        });
        SCRIPT
      })();
      """;

  /**
   * @param network the passphrase of the one that it is on
   */
  FakeWallet(Kind kind, String network) {
    this.kind = kind;
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
    page.exposeFunction("fake" + kind, asked -> answer((String) asked[0]));
    page.addInitScript(EXTENSION.replace("KIND", kind.toString()).replace("SCRIPT", kind.script));
  }

  private String answer(String asked) {
    try {
      JsonNode request = json.readTree(asked);
      return json.writeValueAsString(
          switch (request.path("type").asText()) {
            case "address" ->
                switch (mood) {
                  case KEEPS_THE_ADDRESS -> Map.of("refused", true);
                  case IS_LOCKED -> Map.of("address", "");
                  default -> Map.of("address", key.getAccountId());
                };
            case "network" ->
                mood == Mood.IS_ELSEWHERE
                    ? Map.of("network", "FUTURENET", "passphrase", "elsewhere")
                    : Map.of("network", "POOL", "passphrase", network);
            case "sign" ->
                mood == Mood.DOES_NOT_SIGN
                    ? Map.of("refused", true)
                    : Map.of("signed", signed(request.path("xdr").asText()));
            default -> throw new IllegalStateException("a wallet knows no " + asked);
          });
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String signed(String envelope) {
    Transaction transaction = read(envelope);
    transaction.sign(key);
    return transaction.toEnvelopeXdrBase64();
  }

  /** Whether its signature is the transaction's last one. */
  boolean hasSigned(String envelope) {
    Transaction transaction = read(envelope);
    return key.verify(
        transaction.hash(), transaction.getSignatures().getLast().getSignature().getSignature());
  }

  private Transaction read(String envelope) {
    try {
      return (Transaction) Transaction.fromEnvelopeXdr(envelope, new Network(network));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
