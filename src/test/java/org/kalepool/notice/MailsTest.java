package org.kalepool.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.mailer.SentMail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.mailer.runtime.MutinyMailerImpl;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.StartTLSOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.ext.mail.MailClient;
import jakarta.enterprise.event.Event;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.settings.SettingsOf;
import org.kalepool.testing.TestCertificate;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** E-mail on its way to a server that takes none without TLS and a login. */
class MailsTest {
  private static final String TO = "farmer@farm.example";
  private static final UUID ID = UUID.fromString("00000000-0000-0000-0000-000000000007");
  private static TestCertificate certificate;
  private static Vertx vertx;

  private final List<Taken> taken = new CopyOnWriteArrayList<>();
  private SMTPServer server;

  private record Taken(String from, String to, String message) {}

  @BeforeAll
  static void begin() {
    certificate = TestCertificate.of("localhost");
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void end() {
    vertx.closeAndAwait();
  }

  @BeforeEach
  void serve() {
    server =
        SMTPServer.port(0)
            .bindAddress(InetAddress.getLoopbackAddress())
            .requireTLS()
            .startTlsSocketFactory(certificate.context())
            .requireAuth()
            .authenticationHandlerFactory(
                new EasyAuthenticationHandlerFactory(
                    (name, password, context) -> {
                      if (!name.equals("pool") || !password.equals("password-of-the-pool")) {
                        throw new LoginFailedException();
                      }
                    }))
            .messageHandler(
                (context, from, to, data) ->
                    taken.add(new Taken(from, to, new String(data, StandardCharsets.UTF_8))))
            .build();
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private MailConfig config() {
    return new MailConfig()
        .setHostname("localhost")
        .setPort(server.getPortAllocated())
        .setStarttls(StartTLSOptions.REQUIRED)
        .setLogin(LoginOption.REQUIRED)
        .setUsername("pool")
        .setPassword("password-of-the-pool")
        .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(certificate.pem())));
  }

  private static Mails mails(MailConfig config) {
    return new Mails(
        mailer(config),
        SettingsOf.mapping(NoticeSettings.class, "kale.notices.email-from", "pool@pool.example"));
  }

  /** What the service has, which is made by its settings only; what was sent is told to nobody. */
  private static ReactiveMailer mailer(MailConfig config) {
    try {
      Constructor<?> made = MutinyMailerImpl.class.getDeclaredConstructors()[0];
      made.setAccessible(true);
      Object events =
          Proxy.newProxyInstance(
              SentMail.class.getClassLoader(), new Class<?>[] {Event.class}, (a, b, c) -> null);
      return (ReactiveMailer)
          made.newInstance(
              vertx,
              MailClient.create(vertx, config),
              null,
              null,
              null,
              false,
              List.of(),
              false,
              false,
              events);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aMailGoesByTlsWithALoginAndIsTheSameEachTimeThatItIsTried() {
    Mails mails = mails(config());
    assertThat(mails.send(TO, ID, "Your XLM is low", "Less than 0.5 XLM: näher")).isEmpty();
    assertThat(mails.send(TO, ID, "Your XLM is low", "Less than 0.5 XLM: näher")).isEmpty();
    assertThat(taken)
        .hasSize(2)
        .allSatisfy(
            it -> {
              assertThat(it.from()).isEqualTo("pool@pool.example");
              assertThat(it.to()).isEqualTo(TO);
              assertThat(it.message())
                  .contains("Subject: Your XLM is low\r\n")
                  .contains("Message-ID: <" + ID + "@pool.example>\r\n")
                  .contains("Auto-Submitted: auto-generated\r\n")
                  .contains("To: " + TO + "\r\n")
                  .contains("Less than 0.5 XLM: n=C3=A4her");
            });
  }

  @Test
  void aWrongPasswordAServerOfAnotherCertificateAndOneThatIsAwayAreToldWithoutSecrets() {
    List<MailConfig> wrong =
        List.of(
            config().setPassword("another-password"),
            config()
                .setTrustOptions(
                    new PemTrustOptions()
                        .addCertValue(Buffer.buffer(TestCertificate.of("localhost").pem()))),
            config().setStarttls(StartTLSOptions.DISABLED));
    for (MailConfig each : wrong) {
      refused(each);
    }
    MailConfig away = config();
    server.stop();
    refused(away);
    assertThat(taken).isEmpty();
  }

  private static void refused(MailConfig config) {
    assertThat(mails(config).send(TO, ID, "x", "x").orElseThrow())
        .startsWith("the mail server did not take it")
        .doesNotContain(TO)
        .doesNotContain("password");
  }
}
