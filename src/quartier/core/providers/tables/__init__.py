"""The lists of this app: the console's and the policies'."""
