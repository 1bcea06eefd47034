package org.kalepool.web;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kalepool.farmer.ApiProfile;
import org.kalepool.testing.PostgresResource;

/**
 * The API behind a proxy on this machine. Quarkus's own forwarding is on as well, which believes
 * anybody.
 */
public final class ClientsProfile implements QuarkusTestProfile {
  @Override
  public boolean disableGlobalTestResources() {
    return true;
  }

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(
        new TestResourceEntry(
            PostgresResource.class,
            Map.of(
                "kale.http.requests-per-minute", "60",
                "kale.http.failed-log-ins-per-minute", "10")));
  }

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return new ApiProfile().getEnabledAlternatives();
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>(new ApiProfile().getConfigOverrides());
    settings.put("kale.http.trusted-proxies", "127.0.0.1,10.0.0.0/8");
    settings.put("kale.http.farmer-requests-per-minute", "20");
    settings.put("kale.http.max-body-bytes", "200000");
    settings.put("kale.http.max-event-listeners", "8");
    settings.put("kale.http.max-event-listeners-per-client", "3");
    settings.put("quarkus.http.proxy.proxy-address-forwarding", "true");
    settings.put("quarkus.http.proxy.allow-forwarded", "true");
    return settings;
  }
}
