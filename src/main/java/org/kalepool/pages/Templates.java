package org.kalepool.pages;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;
import org.kalepool.exit.ExitStatus;
import org.kalepool.exit.PayoutWish;
import org.kalepool.farmer.Registered;
import org.kalepool.farmer.VaultAnswer;

/** The templates, checked against what they are given when the pool is built. */
@CheckedTemplate(basePath = "pages")
final class Templates {
  private Templates() {}

  static native TemplateInstance home(Frame frame, HomeView view);

  static native TemplateInstance live(@Nullable LiveBlock live);

  static native TemplateInstance blocks(Frame frame, BlocksView view);

  static native TemplateInstance block(Frame frame, OneBlockView view);

  static native TemplateInstance pooler(Frame frame, PoolerView view);

  static native TemplateInstance api(Frame frame, ApiView view);

  static native TemplateInstance logIn(
      Frame frame, String csrf, @Nullable String network, FormErrors wrong);

  static native TemplateInstance choice(Frame frame, ChoiceView view);

  static native TemplateInstance join(Frame frame, JoinView view);

  static native TemplateInstance joined(Frame frame, Registered made, String token);

  static native TemplateInstance farm(Frame frame, FarmView view);

  static native TemplateInstance farmNow(FarmNow now);

  static native TemplateInstance leaving(ExitStatus exit, @Nullable VaultAnswer vault, String csrf);

  static native TemplateInstance funding(Frame frame, FundingView view);

  static native TemplateInstance seen(FundingView view);

  static native TemplateInstance lapsed(Frame frame);

  static native TemplateInstance leave(Frame frame, LeaveView view);

  static native TemplateInstance payout(Frame frame, PayoutView view);

  static native TemplateInstance payoutOpen(PayoutWish open, String csrf);

  static native TemplateInstance statement(Frame frame, StatementView view);

  static native TemplateInstance access(Frame frame, AccessView view);

  static native TemplateInstance newToken(Frame frame, String token);

  static native TemplateInstance notices(Frame frame, NoticesView view);

  static native TemplateInstance confirm(Frame frame, ConfirmView view);

  static native TemplateInstance problem(Frame frame, ProblemView view);
}
