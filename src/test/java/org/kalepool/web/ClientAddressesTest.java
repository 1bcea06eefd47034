package org.kalepool.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kalepool.settings.SettingsOf;

class ClientAddressesTest {
  private static final String PROXY = "127.0.0.1";

  private static ClientAddresses reading(String header, String proxies) {
    return new ClientAddresses(
        SettingsOf.mapping(
            HttpSettings.class,
            "kale.http.forwarded-header",
            header,
            "kale.http.trusted-proxies",
            proxies));
  }

  private static ClientAddresses trusting(String... proxies) {
    return reading("X-Forwarded-For", String.join(",", proxies));
  }

  private static String client(ClientAddresses addresses, String peer, String... lines) {
    return addresses.of(peer, List.of(lines)).name();
  }

  @Test
  void nobodyChoosesAnAddressWithoutATrustedProxy() {
    assertThat(client(trusting(), "198.51.100.7", "203.0.113.1")).isEqualTo("198.51.100.7");
    assertThat(client(trusting("10.0.0.0/8"), "198.51.100.7", "203.0.113.1"))
        .isEqualTo("198.51.100.7");
  }

  @Test
  void theLastHopThatIsNoProxyIsTheClientWhateverItHasWrittenBefore() {
    ClientAddresses addresses = trusting("127.0.0.1", "10.0.0.0/8");
    assertThat(client(addresses, PROXY, "203.0.113.1")).isEqualTo("203.0.113.1");
    assertThat(client(addresses, PROXY, "1.2.3.4, 203.0.113.1")).isEqualTo("203.0.113.1");
    assertThat(client(addresses, PROXY, "1.2.3.4, 203.0.113.1, 10.1.2.3")).isEqualTo("203.0.113.1");
    assertThat(client(addresses, PROXY, "1.2.3.4", "203.0.113.1")).isEqualTo("203.0.113.1");
    assertThat(client(addresses, PROXY, "10.9.9.9, 10.1.2.3")).isEqualTo("10.9.9.9");
    assertThat(client(addresses, PROXY)).isEqualTo(PROXY);
  }

  @Test
  void whatIsNoAddressEndsTheSearchAtTheProxyThatSentIt() {
    ClientAddresses addresses = trusting("127.0.0.1");
    for (String odd :
        List.of("", "unknown", "localhost", "203.0.113.1, x", "1.2.3.4:x:y", "[::1")) {
      assertThat(client(addresses, PROXY, odd)).isEqualTo(PROXY);
    }
    assertThat(ClientAddress.of((String) null).name()).isEqualTo("unknown");
  }

  @Test
  void anIpv6ClientIsItsWhole64() {
    ClientAddresses addresses = trusting("::1", "fd00::/8");
    String client = client(addresses, "::1", "2001:db8:1:2:3:4:5:6");
    assertThat(client).isEqualTo("2001:db8:1:2:0:0:0:0/64");
    assertThat(client(addresses, "::1", "2001:db8:1:2:ffff::1")).isEqualTo(client);
    assertThat(client(addresses, "::1", "[2001:db8:1:2::9]:4711")).isEqualTo(client);
    assertThat(client(addresses, "::1", "2001:db8:1:3::1")).isNotEqualTo(client);
    assertThat(client(addresses, "fe80::1%eth0")).isEqualTo("fe80:0:0:0:0:0:0:0/64");
    assertThat(ClientAddress.of("2001:db8:1:2::1").wider()).isEqualTo("2001:db8:1:0:0:0:0:0/48");
  }

  @Test
  void anIpv4AddressWrittenInIpv6IsTheSameClient() {
    ClientAddresses addresses = trusting("127.0.0.1");
    assertThat(client(addresses, "::ffff:127.0.0.1", "::ffff:203.0.113.1"))
        .isEqualTo("203.0.113.1");
    assertThat(client(addresses, PROXY, "203.0.113.1:4711")).isEqualTo("203.0.113.1");
  }

  /** $proxy_add_x_forwarded_for: what came in, a comma, the address that it came from. */
  @Test
  void theNginxExampleTellsClientsApart() throws IOException {
    String example = Files.readString(Path.of("deploy", "nginx.conf"));
    assertThat(example)
        .contains("proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;")
        .contains("proxy_set_header Forwarded \"\";");
    ClientAddresses addresses = trusting("127.0.0.1");
    assertThat(client(addresses, PROXY, "203.0.113.1")).isEqualTo("203.0.113.1");
    assertThat(client(addresses, PROXY, "198.51.100.9, 203.0.113.1")).isEqualTo("203.0.113.1");
    assertThat(client(addresses, PROXY, "127.0.0.1, 203.0.113.1")).isEqualTo("203.0.113.1");
  }

  /** Caddy writes the address anew, unless the request comes from a proxy that it trusts itself. */
  @Test
  void theCaddyExampleTellsClientsApart() throws IOException {
    String example = Files.readString(Path.of("deploy", "Caddyfile"));
    assertThat(example).contains("reverse_proxy 127.0.0.1:8080").contains("header_up -Forwarded");
    ClientAddresses addresses = trusting("127.0.0.1", "::1");
    assertThat(client(addresses, PROXY, "203.0.113.1")).isEqualTo("203.0.113.1");
    assertThat(client(addresses, "::1", "2001:db8::7")).isEqualTo("2001:db8:0:0:0:0:0:0/64");
  }

  @Test
  void theStandardHeaderIsReadWhereTheProxyWritesThat() {
    ClientAddresses addresses = reading("forwarded", "127.0.0.1,10.0.0.0/8");
    assertThat(
            client(
                addresses,
                PROXY,
                "for=1.2.3.4, For=\"[2001:db8:1:2::1]:4711\";proto=https;by=10.0.0.1",
                "for=10.0.0.9"))
        .isEqualTo("2001:db8:1:2:0:0:0:0/64");
    assertThat(client(addresses, PROXY, "for=unknown")).isEqualTo(PROXY);
    assertThat(client(addresses, PROXY, "for=_hidden, proto=http")).isEqualTo(PROXY);
  }

  @Test
  void aSettingThatMakesNoSenseIsNamed() {
    for (String odd : List.of("10.0.0.0/33", "proxy.example.org", "10.0.0.0/", "::/129", "/8")) {
      assertThatThrownBy(() -> trusting(odd))
          .hasMessageContaining("kale.http.trusted-proxies")
          .hasMessageContaining("10.0.0.0/8");
    }
    assertThatThrownBy(() -> reading("X-Real-IP", "127.0.0.1"))
        .hasMessageContaining("kale.http.forwarded-header");
  }
}
