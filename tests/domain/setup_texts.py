"""Set-up files that tests share."""

WHOLE = """\
# The agency of the story.
[workspace]
timezone = "Europe/Berlin"
language = "en"
working_hours = "Mon-Fri 09:00-17:30"
fallback_owner = "lea@agency.example"
admins = ["dana@agency.example"]
digest = { channel = "#delivery-leads", day = "Mon", at = "09:30" }

[[policy]]
name = "patient"
then = { every = "3d" }
[[policy.rung]]
after = "1d"
to = ["owner"]
tone = "gentle"
[[policy.rung]]
after = "3d"
to = ["owner", "lead"]
tone = "facts"

[[client]]
name = "Acme GmbH"
domains = [
    "acme.example",  # with their shop
    "shop.acme.example",
]
tier = "key"
country = "DE"

[[project]]
client = "Acme GmbH"
name = "Portal"
owner = "Bob@agency.example"
backup = "pia@agency.example"
lead = "lea@agency.example"
channel = "#client-acme"
intake = "acme-inbox@agency.example"
policy = "patient"

[[person]]
email = "pia@agency.example"
working_hours = "Mon-Thu 08:00-14:00"
country = "AT"

[[contact]]
email = "Jane@acme.example"
client = "Acme GmbH"
name = "Jane Doe"
phone = "+49 30 1234567"
preferred = "call"
language = "fr"
"""
