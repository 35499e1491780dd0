"""GDPR: clocks of requests and breaches, and what happens to data when their purpose ends."""
