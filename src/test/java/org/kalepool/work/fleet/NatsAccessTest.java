package org.kalepool.work.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.NKey;
import io.nats.client.support.JwtUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kalepool.lab.fleet.NatsServer;
import org.kalepool.testing.TestCertificate;
import org.kalepool.testing.TestCertificate.PemFiles;
import org.kalepool.work.fleet.Broker.Trouble.Kind;

/** Whom a real nats-server lets in, and what is said to the others. */
class NatsAccessTest extends NatsFixture {
  private static final FleetSubjects SUBJECTS = new FleetSubjects(FleetSubjects.DEFAULT);

  @Test
  void takesAUserAndSaysThatAWrongPasswordIsRefusedWithoutRepeatingIt() throws Exception {
    NatsServer at = server("authorization { users: [ { user: rig, password: \"s3cr:t\" } ] }");
    Broker right =
        broker(
            new BrokerAccess(
                at.url(),
                Optional.of(file("right", "rig:s3cr:t\n")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    awaitThere(right);
    Broker wrong =
        broker(
            new BrokerAccess(
                at.url(),
                Optional.of(file("wrong", "rig:nothing")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(awaitTrouble(wrong, Kind.REFUSED).sentence())
        .isEqualTo("the broker at " + at.url() + " refuses these credentials");
    assertThat(awaitTrouble(broker(plain(at.url())), Kind.REFUSED).sentence())
        .contains("refuses these credentials");
  }

  @Test
  void theBrokersConfigurationThatIsShippedLetsEachDoWhatItHasToAndNoMore() throws Exception {
    BrokerKey pooler = BrokerKey.make(new SecureRandom());
    BrokerKey hasher = BrokerKey.make(new SecureRandom());
    PemFiles certificate = TestCertificate.named("ip:127.0.0.1").write(folder);
    String config =
        Files.readString(Path.of("deploy/nats-fleet.conf"))
            .replaceFirst("(?m)^listen:.*$", "")
            .replace("/etc/nats/broker.crt", certificate.certificate().toString())
            .replace("/etc/nats/broker.key", certificate.key().toString())
            .replace("U-OF-THE-POOLER", pooler.id())
            .replace("U-OF-THE-HASHERS", hasher.id());
    String url = server(config).url().replace("nats:", "tls:");
    Optional<Path> authority = Optional.of(certificate.certificate());
    Broker backend = broker(nkey(url, file("pooler", pooler.seed()), authority));
    Broker rig = broker(nkey(url, file("hasher", hasher.seed() + "\n"), authority));
    List<byte[]> news = new java.util.concurrent.CopyOnWriteArrayList<>();
    backend.serve(SUBJECTS.lease(), question -> hello());
    backend.serve(SUBJECTS.hit(), question -> hello());
    rig.listen(SUBJECTS.news(), news::add);
    awaitThere(backend);
    awaitThere(rig);
    await().untilAsserted(() -> assertThat(ask(rig, SUBJECTS.lease())).isEqualTo("hello"));
    assertThat(ask(rig, SUBJECTS.hit())).isEqualTo("hello");
    await()
        .until(
            () -> {
              backend.tell(SUBJECTS.news(), new byte[] {1});
              return !news.isEmpty();
            });
    assertThat(rig.trouble()).isEmpty();
    assertThat(backend.trouble()).isEmpty();
    // a hasher that would be the pooler
    rig.serve(SUBJECTS.hit(), question -> hello());
    assertThat(awaitTrouble(rig, Kind.REFUSED).sentence()).contains("does not let this user do");
    // no key, no certificate that is known
    assertThat(
            awaitTrouble(
                    broker(
                        new BrokerAccess(
                            url, Optional.empty(), Optional.empty(), Optional.empty(), authority)),
                    Kind.REFUSED)
                .sentence())
        .contains("refuses these credentials");
    assertThat(
            awaitTrouble(
                    broker(nkey(url, folder.resolve("hasher"), Optional.empty())), Kind.INSECURE)
                .sentence())
        .contains("do not agree on TLS");
    assertThat(awaitTrouble(broker(plain(url.replace("tls:", "nats:"))), Kind.INSECURE).sentence())
        .endsWith("demands TLS: write tls:// in its address");
  }

  @Test
  void aCertificateOfAnotherHostIsRefusedThoughItsAuthorityIsTrusted() throws Exception {
    PemFiles certificate = TestCertificate.named("dns:elsewhere.example").write(folder);
    NatsServer at =
        server(
            "tls { cert_file: \"%s\", key_file: \"%s\" }"
                .formatted(certificate.certificate(), certificate.key()));
    Broker broker =
        broker(
            new BrokerAccess(
                at.url(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(certificate.certificate())));
    assertThat(awaitTrouble(broker, Kind.INSECURE).sentence()).contains("do not agree on TLS");
  }

  @Test
  void aBrokerWithoutTlsIsRefusedWhereCertificatesAreNamed() throws Exception {
    PemFiles certificate = TestCertificate.named("ip:127.0.0.1").write(folder);
    Broker broker =
        broker(
            new BrokerAccess(
                server("").url(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(certificate.certificate())));
    assertThat(awaitTrouble(broker, Kind.INSECURE).sentence()).contains("SSL");
  }

  @Test
  void takesACredsFile() throws Exception {
    SecureRandom random = new SecureRandom();
    NKey operator = NKey.createOperator(random);
    NKey account = NKey.createAccount(random);
    NKey user = NKey.createUser(random);
    String id = new String(account.getPublicKey());
    String limits =
        "{\"subs\":-1,\"data\":-1,\"payload\":-1,\"imports\":-1,\"exports\":-1,"
            + "\"wildcards\":true,\"conn\":-1,\"leaf\":-1}";
    String config =
        "operator: %s%nresolver: MEMORY%nresolver_preload: { %s: %s }"
            .formatted(
                jwt(
                    operator,
                    new String(operator.getPublicKey()),
                    "{\"type\":\"operator\",\"version\":2}"),
                id,
                jwt(
                    operator,
                    id,
                    "{\"type\":\"account\",\"version\":2,\"limits\":" + limits + "}"));
    Path creds =
        file(
            "user.creds",
            "-----BEGIN NATS USER JWT-----%n%s%n------END NATS USER JWT------%n%n-----BEGIN USER NKEY SEED-----%n%s%n------END USER NKEY SEED------%n"
                .formatted(
                    JwtUtils.issueUserJWT(account, id, new String(user.getPublicKey())),
                    new String(user.getSeed())));
    BrokerAccess access =
        new BrokerAccess(
            server(config).url(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(creds),
            Optional.empty());
    awaitThere(broker(access));
  }

  private static String jwt(NKey issuer, String subject, String claim) throws Exception {
    String id = new String(issuer.getPublicKey());
    return JwtUtils.issueJWT(issuer, subject, "test", null, 1_700_000_000, id, () -> claim);
  }

  @Test
  void whatIsWrongWithASettingIsSaidWithoutWhatMayBeASecret() throws Exception {
    assertThatThrownBy(() -> plain("nats://rig:s3cret@broker:4222"))
        .hasMessageContaining("must hold no user and password")
        .hasMessageNotContaining("s3cret");
    for (String url : List.of("http://broker", "nats://", "opentls://b", "nats://b:1,ws://c")) {
      assertThatThrownBy(() -> plain(url)).hasMessageContaining("nats://HOST:PORT");
    }
    assertThat(plain("nats://a:1, tls://[::1]:2").url()).isEqualTo("nats://a:1,tls://[::1]:2");
    Path seed = file("seed", "SUNOTASEED");
    assertThatThrownBy(() -> broker(nkey("nats://a:1", seed, Optional.empty())))
        .hasMessageContaining("a user's NKey seed")
        .hasMessageNotContaining("SUNOTASEED");
    assertThatThrownBy(() -> broker(nkey("nats://a:1", folder.resolve("gone"), Optional.empty())))
        .hasMessageContaining("gone cannot be read");
    assertThatThrownBy(
            () ->
                new BrokerAccess(
                    "nats://a:1",
                    Optional.of(seed),
                    Optional.of(seed),
                    Optional.empty(),
                    Optional.empty()))
        .hasMessageContaining("takes one of");
  }
}
