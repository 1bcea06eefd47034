package org.kalepool.pages;

import jakarta.inject.Singleton;
import java.util.List;
import org.kalepool.alert.AlertResource;
import org.kalepool.alert.SilenceRequest;
import org.kalepool.pages.OperatorCommand.Field;
import org.kalepool.pages.OperatorCommand.Given;
import org.kalepool.pages.OperatorCommand.Result;
import org.kalepool.web.OperatorRole;

/** What operators do about what they are told. */
@Singleton
final class AlertCommands implements CommandSource {
  private static final String BACK = "/operator/alerts";

  private final AlertResource alerts;
  private final CommandBodies bodies;

  AlertCommands(AlertResource alerts, CommandBodies bodies) {
    this.alerts = alerts;
    this.bodies = bodies;
  }

  @Override
  public List<OperatorCommand> commands() {
    return List.of(
        new OperatorCommand(
            "silence-alert",
            "Silence the alert",
            OperatorRole.OPERATOR,
            false,
            BACK,
            List.of(
                new Field(
                    "minutes",
                    "For so many minutes",
                    "At most four weeks (40320); 0 ends a silence.",
                    "number",
                    "60",
                    List.of(),
                    true)),
            given -> {
              int minutes = silence(given).minutes();
              return List.of(
                  minutes == 0
                      ? "It is told again from now on."
                      : "Nothing more is told of it for "
                          + Figures.count(minutes)
                          + " minutes, nor of the next one of its cause. It stays on this page.");
            },
            given -> {
              var now = alerts.silence(given.target(), silence(given));
              return Result.said(
                  now.silencedUntil() == null
                      ? "“" + now.title() + "” is told again"
                      : "“" + now.title() + "” is silent until then");
            }),
        new OperatorCommand(
            "test-alerts",
            "Send a test",
            OperatorRole.OPERATOR,
            false,
            BACK,
            List.of(),
            _ ->
                List.of(
                    "A notice that says that it is a test goes to every channel that is set. How"
                        + " its delivery goes is on this page."),
            _ ->
                Result.said(
                    "A test is on its way by " + String.join(", ", alerts.test().channels()))));
  }

  private SilenceRequest silence(Given given) {
    return bodies.of(given).number("minutes").as(SilenceRequest.class);
  }
}
