package org.kalepool.notice;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.web.Checks;
import org.kalepool.web.RequestRules;
import org.kalepool.web.Required;

/** The body of PUT /farmers/{id}/notices: a channel that is left out stays as it is. */
@RegisterForReflection
@Schema(name = "NoticesRequest")
public record NoticesRequest(
    @Schema(
            description =
                "What to tell: XLM_LOW, STAKE_LOST, COMPENSATED, SETTINGS_CHANGED, NEW_LOGIN,"
                    + " PAYOUT_SENT, DEPARTED; none with an empty list")
        @Required
        List<String> kinds,
    @Schema(description = "Where to post, https; an empty text takes it away")
        @Nullable String webhookUrl,
    @Schema(description = "To be confirmed by a link; an empty text takes it away")
        @Nullable String email,
    @Schema(description = "Whether there is a private web feed; false revokes its address")
        @Nullable Boolean feed)
    implements RequestRules {
  private static final int LONGEST = 500;

  @Override
  public void check(Checks checks) {
    List<String> known = Arrays.stream(NewsKind.values()).map(NewsKind::name).toList();
    if (kinds != null && !new HashSet<>(known).containsAll(kinds)) {
      checks.add("kinds", "must be of " + known);
    }
    if (webhookUrl != null && webhookUrl.length() > LONGEST) {
      checks.add("webhook_url", "must have at most " + LONGEST + " characters");
    }
    if (email != null && !email.isEmpty() && !email.matches(NoticeSettings.ADDRESS)) {
      checks.add("email", "must be an e-mail address without a name");
    }
  }
}
