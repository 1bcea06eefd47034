package org.kalepool.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Price;

/** Prices by HTTP, with all that such a place may answer. */
final class UrlSourceTest {
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Thread::startVirtualThread);
    server.start();
  }

  @AfterEach
  void close() {
    over.countDown();
    server.stop(0);
  }

  private UrlSource source(String path, Duration timeout, int status, String body) {
    server.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    return new UrlSource(url(), path, timeout);
  }

  private URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/?key=hush");
  }

  private UrlSource source(String path, String body) {
    return source(path, Duration.ofSeconds(10), 200, body);
  }

  @Test
  void findsANumberWhereverTheSettingSays() {
    assertThat(source("data.1.price", "{\"data\":[{},{\"price\":0.00051234}]}").read())
        .isEqualTo(Price.parse("0.00051234"));
  }

  @Test
  void takesANumberThatIsAText() {
    assertThat(source("price", "{\"price\":\"0.0005\"}").read()).isEqualTo(Price.parse("0.0005"));
  }

  @Test
  void anAnswerWithoutANumberThereIsNoPriceAndTellsNothingOfTheUrl() {
    assertThatThrownBy(() -> source("price", "{\"price\":null}").read())
        .isInstanceOf(NoPriceException.class)
        .hasMessage("the URL's answer has no number at price");
  }

  @Test
  void zeroIsNoPrice() {
    assertThatThrownBy(() -> source("price", "{\"price\":0}").read())
        .isInstanceOf(NoPriceException.class);
  }

  @Test
  void whatIsNoJsonIsNoPrice() {
    assertThatThrownBy(() -> source("price", "<html>").read())
        .isInstanceOf(NoPriceException.class)
        .hasMessage("the URL's answer is no JSON");
  }

  @Test
  void aRedirectIsNotFollowed() {
    assertThatThrownBy(() -> source("price", Duration.ofSeconds(10), 302, "{\"price\":1}").read())
        .isInstanceOf(NoPriceException.class)
        .hasMessage("the URL answered 302");
  }

  @Test
  void anAnswerThatIsTooLongIsNotRead() {
    String body = "{\"price\":1,\"x\":\"" + "y".repeat(UrlSource.MOST_BYTES) + "\"}";
    assertThatThrownBy(() -> source("price", body).read())
        .isInstanceOf(NoPriceException.class)
        .hasMessageStartingWith("the URL cannot be read")
        .message()
        .doesNotContain("hush");
  }

  @Test
  void anAnswerThatNeverEndsIsGivenUp() {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    UrlSource source = new UrlSource(url(), "price", Duration.ofMillis(200));
    assertThatThrownBy(source::read)
        .isInstanceOf(NoPriceException.class)
        .message()
        .doesNotContain("hush");
  }

  @Test
  void aUrlThatIsNoHttpIsRefusedAtTheStart() {
    assertThatThrownBy(
            () -> new UrlSource(URI.create("file:///etc/passwd"), "x", Duration.ofSeconds(1)))
        .hasMessage("kale.price.url must be an http or https URL");
  }
}
