"""What typing costs in a browser on a long text with much said and proposed beside it."""
