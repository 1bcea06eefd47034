package org.kalepool.price;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.kalepool.kale.Price;

/**
 * A URL that answers with JSON. Its answer is bounded in time and size, no redirect is followed,
 * and what is told of a failure does not name the URL, which may hold a key.
 */
final class UrlSource implements PriceSource {
  /** An answer with one number in it is a few hundred bytes. */
  static final int MOST_BYTES = 64 * 1024;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private final HttpClient http;
  private final URI url;
  private final String path;
  private final Duration timeout;

  /**
   * @param path names and places joined by dots
   * @throws IllegalArgumentException if it is no http URL
   */
  UrlSource(URI url, String path, Duration timeout) {
    if ((!"http".equals(url.getScheme()) && !"https".equals(url.getScheme()))
        || url.getHost() == null) {
      throw new IllegalArgumentException("kale.price.url must be an http or https URL");
    }
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    this.url = url;
    this.path = path;
    this.timeout = timeout;
  }

  @Override
  public String name() {
    return "url";
  }

  @Override
  public Price read() {
    HttpRequest request =
        HttpRequest.newBuilder(url).timeout(timeout).header("Accept", "application/json").build();
    CompletableFuture<HttpResponse<byte[]>> sent =
        http.sendAsync(
            request,
            _ ->
                HttpResponse.BodySubscribers.limiting(
                    HttpResponse.BodySubscribers.ofByteArray(), MOST_BYTES));
    try {
      HttpResponse<byte[]> answer = sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (answer.statusCode() != 200) {
        throw new NoPriceException("the URL answered " + answer.statusCode());
      }
      return price(new String(answer.body(), StandardCharsets.UTF_8));
    } catch (TimeoutException e) {
      throw new NoPriceException("the URL gave no answer in " + timeout.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() instanceof IOException failed ? failed : e;
      throw new NoPriceException(
          "the URL cannot be read: " + cause.getClass().getSimpleName(), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoPriceException("the pool is stopping", e);
    } finally {
      sent.cancel(true);
    }
  }

  private Price price(String body) {
    try {
      JsonNode node = JSON.readTree(body);
      for (String step : path.split("\\.", -1)) {
        node =
            node.isArray() && step.matches("\\d{1,6}")
                ? node.path(Integer.parseInt(step))
                : node.path(step);
      }
      if (node.isNumber()) {
        return Price.of(node.decimalValue());
      }
      if (node.isTextual()) {
        return Price.parse(node.textValue());
      }
      throw new NoPriceException("the URL's answer has no number at " + path);
    } catch (JsonProcessingException e) {
      throw new NoPriceException("the URL's answer is no JSON", e);
    } catch (IllegalArgumentException e) {
      throw new NoPriceException("the URL's answer has no price at " + path, e);
    }
  }
}
