package org.kalepool.pages;

import org.kalepool.exit.SplitPreview;
import org.kalepool.farmer.FarmerAnswer;

/** What leaving would pay. */
public record LeaveView(
    FarmerAnswer farmer, SplitPreview.Preview split, int openPails, String csrf) {}
