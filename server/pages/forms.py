"""The form of somebody who joins a team."""

from django import forms

from server.people.users import check_password


class JoinForm(forms.Form):
    """A name, an address to sign in with, and a password."""

    name = forms.CharField(
        label="Your name, as visitors will see it",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        max_length=100,
    )
    email = forms.EmailField(
        label="Email, to sign in with", widget=forms.EmailInput(attrs={"autocomplete": "username"}), max_length=254
    )
    password = forms.CharField(
        label="A password, at least ten characters",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        max_length=200,
    )

    def clean_name(self) -> str:
        """On one line, without what cannot be seen."""
        return " ".join("".join(c if c >= " " else " " for c in str(self.cleaned_data["name"])).split())

    def clean(self) -> None:
        """Refuse a password that is short, common or like the name."""
        super().clean()
        data = self.cleaned_data
        if "password" in data:
            try:
                check_password(data["password"], data.get("email", ""), data.get("name", ""))
            except forms.ValidationError as error:
                self.add_error("password", error)
