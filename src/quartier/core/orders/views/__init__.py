"""Pages about orders: the customer's, the guest's, the office's."""
